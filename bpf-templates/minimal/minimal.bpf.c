/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * minimal: one queue for all CPUs, first in, first out.
 *
 * A task that wakes up goes straight to an idle CPU when there is one. Every other task waits in the
 * global queue, from which the kernel feeds each CPU that has nothing else to run.
 */
#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";

/* Exit information: why the scheduler ended, for whoever asks afterwards. */
UEI_DEFINE(uei);

/* Where should a waking task run? The kernel's own choice of an idle CPU is a good start. */
s32 BPF_STRUCT_OPS(minimal_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	bool is_idle = false;
	s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);

	if (is_idle)
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, SCX_SLICE_DFL, 0);
	return cpu;
}

/* A task is ready and was not placed above: every task must go into a queue, or it never runs. */
void BPF_STRUCT_OPS(minimal_enqueue, struct task_struct *p, u64 enq_flags)
{
	/* Start here: another queue, another order, another slice. */
	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
}

/* Called once at the end, also when init failed or the kernel threw the scheduler out. */
void BPF_STRUCT_OPS(minimal_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(minimal_ops,
	       .select_cpu = (void *)minimal_select_cpu,
	       .enqueue = (void *)minimal_enqueue,
	       .exit = (void *)minimal_exit,
	       .name = "minimal");
