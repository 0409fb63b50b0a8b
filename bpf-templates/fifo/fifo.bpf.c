/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fifo: one queue for all CPUs, first in, first out.
 *
 * A task that wakes up goes straight to an idle CPU when there is one. Every other task waits in the
 * global queue, from which the kernel feeds each CPU that has nothing else to run.
 */
#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";

/* Exit information: why the scheduler ended, for whoever asks afterwards. */
UEI_DEFINE(uei);

/* How long a task may run before another one has its turn. */
const volatile u32 slice_us = 20000;

/* Only tasks that ask for SCHED_EXT, or all of them. */
#define SWITCH_PARTIAL false

static u64 fifo_slice(void)
{
	return (u64)slice_us * 1000;
}

/* Where should a waking task run? The kernel's own choice of an idle CPU is a good start. */
s32 BPF_STRUCT_OPS(fifo_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	bool is_idle = false;
	s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);

	if (is_idle)
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, fifo_slice(), 0);
	return cpu;
}

/* A task is ready and was not placed above: every task must go into a queue, or it never runs. */
void BPF_STRUCT_OPS(fifo_enqueue, struct task_struct *p, u64 enq_flags)
{
	/* Start here: another queue, another order, another slice. */
	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, fifo_slice(), enq_flags);
}

/* Without these two the kernel ends a scheduler when a CPU comes or goes. There is nothing to do here. */
void BPF_STRUCT_OPS(fifo_cpu_online, s32 cpu)
{
}

void BPF_STRUCT_OPS(fifo_cpu_offline, s32 cpu)
{
}

/* Called once at the end, also when init failed or the kernel threw the scheduler out. */
void BPF_STRUCT_OPS(fifo_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(fifo_ops,
	       .select_cpu = (void *)fifo_select_cpu,
	       .enqueue = (void *)fifo_enqueue,
	       .cpu_online = (void *)fifo_cpu_online,
	       .cpu_offline = (void *)fifo_cpu_offline,
	       .exit = (void *)fifo_exit,
	       .flags = SWITCH_PARTIAL ? SCX_OPS_SWITCH_PARTIAL : 0,
	       .name = "fifo");
