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

const INIT_MAY_NOT_SLEEP = `${HEAD}
s32 BPF_STRUCT_OPS(init_may_not_sleep_init)
{
	return scx_bpf_create_dsq(1, -1);
}

SCX_OPS_DEFINE(init_may_not_sleep_ops,
	       .init = (void *)init_may_not_sleep_init,
	       .name = "init_may_not_sleep");
`;

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
  { name: 'init-may-not-sleep', text: INIT_MAY_NOT_SLEEP },
  { name: 'old-name', text: OLD_NAME, only: '6.18' },
];
