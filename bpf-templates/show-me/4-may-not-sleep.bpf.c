/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One bug: a call that may sleep, in a callback that may not.
 *
 * Making a queue allocates memory, which can wait. ops.init() may sleep, but this program is not declared as one
 * that does: BPF_STRUCT_OPS_SLEEPABLE is the macro for that.
 */
#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";

#define QUEUE 1

s32 BPF_STRUCT_OPS(sleeping_init)
{
	return scx_bpf_create_dsq(QUEUE, -1);
}

void BPF_STRUCT_OPS(sleeping_enqueue, struct task_struct *p, u64 enq_flags)
{
	scx_bpf_dsq_insert(p, QUEUE, SCX_SLICE_DFL, enq_flags);
}

void BPF_STRUCT_OPS(sleeping_dispatch, s32 cpu, struct task_struct *prev)
{
	scx_bpf_dsq_move_to_local(QUEUE);
}

SCX_OPS_DEFINE(sleeping_ops,
	       .enqueue = (void *)sleeping_enqueue,
	       .dispatch = (void *)sleeping_dispatch,
	       .init = (void *)sleeping_init,
	       .name = "sleeping");
