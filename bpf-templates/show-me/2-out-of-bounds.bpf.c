/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One bug: a bound that lets one number too many through.
 *
 * The verifier follows the range of every number. Its log, one click from the finding, shows how far `cpu` can go
 * at the access, and what narrowed it on the way there.
 */
#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";

#define MAX_CPUS 8

u64 woken_on[MAX_CPUS];

s32 BPF_STRUCT_OPS(bounded_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	u32 cpu = prev_cpu;

	if (cpu <= MAX_CPUS)
		woken_on[cpu] += 1;
	return prev_cpu;
}

SCX_OPS_DEFINE(bounded_ops,
	       .select_cpu = (void *)bounded_select_cpu,
	       .name = "bounded");
