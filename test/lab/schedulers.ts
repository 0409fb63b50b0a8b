/** Small schedulers, each wrong in one way, as text on top of bpf-templates/include. */
const HEAD = `#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";
`;

interface Parts {
  readonly declarations?: string;
  readonly enqueue?: string;
  readonly more?: string;
  readonly members?: string;
}

const INSERT = 'scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);';

function scheduler(name: string, parts: Parts = {}): string {
  return `${HEAD}${parts.declarations ?? ''}
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

/** Three of four tasks are dropped: the watchdog throws it out after its timeout. */
export const STALLS = scheduler('stalls', {
  enqueue: `if (!(bpf_get_prandom_u32() & 3))
		${INSERT}`,
  members: '.timeout_ms = 2000,',
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

/** Functions of .text: one calls another, one is a callback, one is used by two programs. */
export const SUBPROGRAMS = scheduler('subprograms', {
  declarations: `
static __noinline u32 shared(u32 cpu) { return bpf_get_prandom_u32() ^ cpu; }
__noinline u32 deep(u32 cpu)
{
	return cpu * 3 + shared(cpu);
}
static int tick(u32 index, void *context)
{
	return (bpf_get_prandom_u32() & 7) == index;
}
static __noinline u32 middle(u32 cpu)
{
	return deep(cpu + 1);
}
`,
  enqueue: `u32 sum = middle(bpf_get_smp_processor_id());

	sum += bpf_loop(4, tick, NULL, 0);
	if (sum + shared(2) > 3)
		enq_flags |= 0;
	${INSERT}`,
  more: `void BPF_STRUCT_OPS(subprograms_running, struct task_struct *p)
{
	if (shared(p->pid) == 1)
		bpf_printk("one");
}
`,
  members: '.running = (void *)subprograms_running,',
});

/** Beside MISSING_CALLS, as coffee.h. */
export const CALLS_IN_HEADER = `void scx_bpf_make_coffee(struct task_struct *p) __ksym;
#define COFFEE(p) do { \\
	scx_bpf_make_coffee(p); \\
} while (0)
static __always_inline void brew(struct task_struct *p)
{
	scx_bpf_make_coffee(p); /* inline */
}
`;

/** A kfunc that no kernel has, called by a macro in one program and by inlined code in another. */
export const MISSING_CALLS = scheduler('missing_calls', {
  declarations: '#include "coffee.h"\n',
  enqueue: `COFFEE(p); /* macro */
	${INSERT}`,
  more: `void BPF_STRUCT_OPS(missing_calls_dequeue, struct task_struct *p, u64 deq_flags)
{
	if (bpf_get_prandom_u32() & 1) /* header */
		brew(p);
}
`,
  members: '.dequeue = (void *)missing_calls_dequeue,',
});

/** A member that no kernel's sched_ext_ops has. */
export const MEMBER_MISSING = `${HEAD}
void BPF_STRUCT_OPS(member_enqueue, struct task_struct *p, u64 enq_flags)
{
	${INSERT}
}

struct sched_ext_ops___late {
	void (*enqueue)(struct task_struct *p, u64 enq_flags);
	u32 coffee_ms;
	char name[128];
};

SEC(".struct_ops.link")
struct sched_ext_ops___late member_ops = {
	.enqueue = (void *)member_enqueue,
	.coffee_ms = 5, /* here */
	.name = "member",
};
`;

export const MAP_WITHOUT_ENTRIES = scheduler('map', {
  declarations: `
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, u32);
	__type(value, u64);
} counters SEC(".maps"); /* here */
`,
  enqueue: `u32 key = 0;
	u64 *count = bpf_map_lookup_elem(&counters, &key);

	if (count)
		*count += 1;
	${INSERT}`,
});

/** A field that no kernel's task_struct has. */
export const FIELD_MISSING = scheduler('field', {
  declarations: `
struct task_struct___late {
	u32 coffee;
} __attribute__((preserve_access_index));
`,
  enqueue: `struct task_struct___late *late = (void *)p;

	if (late->coffee) /* here */
		bpf_printk("coffee");
	${INSERT}`,
});
