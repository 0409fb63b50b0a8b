/** Schedulers for fixes that no captured log needs, as text on top of bpf-templates/include. */
interface Fixable {
  readonly name: string;
  readonly text: string;
  /** The one kernel that refuses it so. */
  readonly only?: string;
}

const HEAD = `#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";
`;

const INSERT = 'scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);';

function enqueueing(name: string, declarations: string, body: string): string {
  return `${HEAD}
${declarations}
void BPF_STRUCT_OPS(${name}_enqueue, struct task_struct *p, u64 enq_flags)
{
${body}
}

SCX_OPS_DEFINE(${name}_ops,
	       .enqueue = (void *)${name}_enqueue,
	       .name = "${name}");
`;
}

const HASH = `struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, u32);
	__type(value, u64);
} counters SEC(".maps");
`;

/** A condition that reads through the pointer. */
const NULL_IN_CONDITION = enqueueing(
  'null_in_condition',
  `${HASH}
u64 large;
`,
  `	u32 key = p->pid;
	u64 *count = bpf_map_lookup_elem(&counters, &key);

	${INSERT}
	if (*count > 100 || large)
		large += 1;`,
);

/** A reference that is kept on every path, in a block with braces and without any branch. */
const KEPT_IN_BLOCK = enqueueing(
  'kept_in_block',
  `struct task_struct *bpf_task_from_pid(s32 pid) __ksym;
void bpf_task_release(struct task_struct *p) __ksym;
u64 seen;
`,
  `	struct task_struct *parent = bpf_task_from_pid(p->tgid);

	${INSERT}
	if (!parent)
		return;
	if (parent->prio < 100) {
		seen += 1;
		return;
	}
	bpf_task_release(parent);`,
);

/** Not a power of two. */
const ODD_LENGTH = enqueueing(
  'odd_length',
  '#define SLOTS 10\nu64 slots[SLOTS];\n',
  `	u32 slot = p->flags;

	slots[slot] += 1;
	${INSERT}`,
);

/** Released nowhere: in the block that tests it, and in a function that left before. */
const KEPT_IN_TEST = enqueueing(
  'kept_in_test',
  'u64 seen;\n',
  `	struct task_struct *parent = bpf_task_from_pid(p->tgid);

	${INSERT}
	if (parent) {
		seen += parent->prio;
	}`,
);
const KEPT_AT_END = enqueueing(
  'kept_at_end',
  'u64 seen;\n',
  `	struct task_struct *parent = bpf_task_from_pid(p->tgid);

	${INSERT}
	if (!parent)
		return;
	seen += parent->prio;`,
);

/** A pass of the loop that has no counter. */
const NULL_IN_LOOP = enqueueing(
  'null_in_loop',
  `${HASH}
u64 sum;
`,
  `	u32 key;
	int i;

	${INSERT}
	for (i = 0; i < 4; i++) {
		u64 *count;

		key = i;
		count = bpf_map_lookup_elem(&counters, &key);
		u64 square = *count * *count;
		sum += square;
	}`,
);

const NULL_IN_OTHER_PART = enqueueing(
  'null_in_other_part',
  `${HASH}
u64 large;
`,
  `	u32 key = p->pid;
	u64 *count = bpf_map_lookup_elem(&counters, &key);

	${INSERT}
	if (p->pid == 1 || (*count > 100 && p->prio < 100)) {
		large += 1;
	}`,
);

/** The CPU is returned that the task was on. */
const NULL_IN_SELECT_CPU = `${HEAD}
${HASH}
s32 BPF_STRUCT_OPS(null_in_select_cpu_select_cpu, struct task_struct *p, s32 last, u64 wake_flags)
{
	u32 key = p->pid;
	u64 *count = bpf_map_lookup_elem(&counters, &key);
	u64 next = *count + 1;

	return next < 4 ? next : last;
}

SCX_OPS_DEFINE(null_in_select_cpu_ops,
	       .select_cpu = (void *)null_in_select_cpu_select_cpu,
	       .name = "null_in_select_cpu");
`;

/** Compared as it is, with all its bits. */
const LONG_INDEX = enqueueing(
  'long_index',
  '#define SLOTS 10\nu64 slots[SLOTS];\n',
  `	u64 slot = p->scx.dsq_vtime;

	slots[slot] += 1;
	${INSERT}`,
);
const SIGNED_INDEX = enqueueing(
  'signed_index',
  '#define SLOTS 10\nu64 slots[SLOTS];\n',
  `	s32 slot = p->prio;

	slots[slot] += 1;
	${INSERT}`,
);

/** Indented by spaces, lines ended as Windows does. */
const WINDOWS_LINES = NULL_IN_CONDITION.replaceAll('null_in_condition', 'windows_lines')
  .replaceAll('\t', '    ')
  .replaceAll('\n', '\r\n');

const INIT_MAY_NOT_SLEEP = `${HEAD}
s32 BPF_STRUCT_OPS(init_may_not_sleep_init)
{
	return scx_bpf_create_dsq(1, -1);
}

SCX_OPS_DEFINE(init_may_not_sleep_ops,
	       .init = (void *)init_may_not_sleep_init,
	       .name = "init_may_not_sleep");
`;

/** The macro that BPF_STRUCT_OPS is made of. */
const INIT_BY_SECTION = INIT_MAY_NOT_SLEEP.replaceAll(
  'init_may_not_sleep',
  'init_by_section',
).replace(
  's32 BPF_STRUCT_OPS(init_by_section_init)',
  'SEC("struct_ops/init_by_section_init")\ns32 BPF_PROG(init_by_section_init)',
);

/** Without the header that has both names. */
const OLD_NAME = `#include <scx/base.bpf.h>

char _license[] SEC("license") = "GPL";

void scx_bpf_dispatch(struct task_struct *p, u64 dsq_id, u64 slice, u64 enq_flags) __ksym;

SEC("struct_ops/old_name_enqueue")
void BPF_PROG(old_name_enqueue, struct task_struct *p, u64 enq_flags)
{
	scx_bpf_dispatch(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
}

SEC(".struct_ops.link")
struct sched_ext_ops old_name_ops = {
	.enqueue = (void *)old_name_enqueue,
	.name = "old_name",
};
`;

export const FIXABLE: readonly Fixable[] = [
  { name: 'null-in-condition', text: NULL_IN_CONDITION },
  { name: 'kept-in-block', text: KEPT_IN_BLOCK },
  { name: 'odd-length', text: ODD_LENGTH },
  { name: 'kept-in-test', text: KEPT_IN_TEST },
  { name: 'kept-at-end', text: KEPT_AT_END },
  { name: 'null-in-loop', text: NULL_IN_LOOP },
  { name: 'null-in-other-part', text: NULL_IN_OTHER_PART },
  { name: 'null-in-select-cpu', text: NULL_IN_SELECT_CPU },
  { name: 'long-index', text: LONG_INDEX },
  { name: 'signed-index', text: SIGNED_INDEX },
  { name: 'windows-lines', text: WINDOWS_LINES },
  { name: 'init-may-not-sleep', text: INIT_MAY_NOT_SLEEP },
  { name: 'init-by-section', text: INIT_BY_SECTION },
  { name: 'old-name', text: OLD_NAME, only: '6.18' },
];
