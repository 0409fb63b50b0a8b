/** A scheduler that uses what the headers offer beyond the fifo template, for the lab tests. */
const SCHEDULER = (enqueued: string) => `#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";
UEI_DEFINE(uei);

#define QUEUE 7
struct {
	u64 enqueued, not_inserted, last_ns, head_flag, preempt_flag;
} seen SEC(".bss.seen");

s32 BPF_STRUCT_OPS_SLEEPABLE(header_init)
{
	seen.head_flag = SCX_ENQ_HEAD;
	seen.preempt_flag = SCX_ENQ_PREEMPT;
	return scx_bpf_create_dsq(QUEUE, -1);
}

void BPF_STRUCT_OPS(header_enqueue, struct task_struct *p, u64 enq_flags)
{
	u64 vtime = __sync_fetch_and_add(&seen.enqueued, 1);

	if (!scx_bpf_dsq_insert_vtime(p, QUEUE, SCX_SLICE_DFL, vtime, enq_flags))
		seen.not_inserted++;
	seen.last_ns = scx_bpf_now();
	${enqueued}
}

void BPF_STRUCT_OPS(header_dispatch, s32 cpu, struct task_struct *prev)
{
	if (!scx_bpf_dsq_move_to_local(QUEUE))
		scx_bpf_dsq_move_to_local(QUEUE, 0);
}

void BPF_STRUCT_OPS(header_dump, struct scx_dump_ctx *dctx)
{
	scx_bpf_dump("enqueued=%llu", seen.enqueued);
}

void BPF_STRUCT_OPS(header_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(header_ops,
	       .init = (void *)header_init,
	       .enqueue = (void *)header_enqueue,
	       .dispatch = (void *)header_dispatch,
	       .dump = (void *)header_dump,
	       .exit = (void *)header_exit,
	       .name = "header");
`;

export const USES_HEADERS = SCHEDULER('');
/** Ends itself by scx_bpf_error() after some tasks. */
export const ENDS_WITH_ERROR = SCHEDULER(
  'if (seen.enqueued > 20)\n\t\tscx_bpf_error("%llu enqueued, last %s", seen.enqueued, p->comm);',
);
/** Ends itself by scx_bpf_exit() after some tasks. */
export const ENDS_WITH_CODE = SCHEDULER('if (seen.enqueued > 20)\n\t\tscx_bpf_exit(42, "enough");');
