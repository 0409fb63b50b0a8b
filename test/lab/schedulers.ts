/** Small schedulers, each wrong in one way, as text on top of bpf-templates/include. */
const HEAD = '#include <scx/common.bpf.h>\n';
const LICENSE = '\nchar _license[] SEC("license") = "GPL";\n';

interface Parts {
  /** In place of the GPL's line. */
  readonly license?: string;
  readonly declarations?: string;
  readonly enqueue?: string;
  readonly more?: string;
  readonly members?: string;
}

export const INSERT = 'scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);';

/** A scheduler that puts tasks into the global queue, with some parts of its own. */
export function scheduler(name: string, parts: Parts = {}): string {
  return `${HEAD}${parts.license ?? LICENSE}${parts.declarations ?? ''}
void BPF_STRUCT_OPS(${name}_enqueue, struct task_struct *p, u64 enq_flags)
{
	${parts.enqueue ?? INSERT}
}
${parts.more ?? ''}
SCX_OPS_DEFINE(${name}_ops,
	       .enqueue = (void *)${name}_enqueue,
	       ${parts.members ?? ''}
	       .name = "${name}");
`;
}

export const GOOD = scheduler('good');

/** ops.init returns an error: bpftool exits 0 for it. */
export const INIT_FAILS = scheduler('init_fails', {
  more: `s32 BPF_STRUCT_OPS_SLEEPABLE(init_fails_init)
{
	return -22;
}
`,
  members: '.init = (void *)init_fails_init,',
});

/**
 * Three of four tasks are dropped: the watchdog throws it out after its timeout. Not those of the kernel
 * (PF_KTHREAD), of which the watchdog's own worker is one.
 */
export const STALLS = scheduler('stalls', {
  enqueue: `if (p->flags & 0x00200000 || !(bpf_get_prandom_u32() & 3))
		${INSERT}`,
  members: '.timeout_ms = 2000,',
});

/** Runs no task of a program at all: whoever is to take it out must not be one of its tasks. */
export const STARVES = scheduler('starves', {
  enqueue: `if (p->flags & 0x00200000)
		${INSERT}`,
});

/** Ends itself with a message of its own, some enqueues after it was enabled. */
export const REPORTS_ERROR = scheduler('reports_error', {
  declarations: 'u64 enqueued;\n',
  enqueue: `if (__sync_fetch_and_add(&enqueued, 1) > 20)
		scx_bpf_error("enqueued %llu, and that is enough", enqueued);
	${INSERT}`,
});

/** A lookup that may give NULL, written to without a check: line NULL_CHECK_LINE. */
export const NULL_CHECK_MISSING = scheduler('null_check', {
  declarations: `
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counters SEC(".maps");
`,
  enqueue: `u32 key = p->pid;
	u64 *count = bpf_map_lookup_elem(&counters, &key);

	*count += 1; /* here */
	${INSERT}`,
});

/** Takes the verifier some seconds, so that there is time to cancel it. */
export const SLOW_TO_VERIFY = scheduler('slow', {
  declarations: 'u32 table[4096];\n',
  enqueue: `u32 i, sum = 0;

	for (i = 0; i < 3000; i++) {
		if (table[i] & bpf_get_prandom_u32())
			sum += i;
		if (sum & 1)
			table[i] = sum;
	}
	table[0] = sum;
	${INSERT}`,
});

/** The 1-based line of the one line that says `here`. */
export function lineOf(text: string, mark = '/* here */'): number {
  return text.split('\n').findIndex((line) => line.includes(mark)) + 1;
}
