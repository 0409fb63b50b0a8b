/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One bug: what a map gives may be NULL.
 *
 * Save this file. The verifier of your target reads the program and stops at the first thing that could go
 * wrong in any run of it. Its words stand at the line; hover over the line to see what it knew there. The light
 * bulb (Ctrl+. on the line) writes the check that is missing.
 */
#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";

/* How often each task was queued, by its pid. Full after 1024 of them: then some have no entry. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, u32);
	__type(value, u64);
} queued SEC(".maps");

void BPF_STRUCT_OPS(counting_enqueue, struct task_struct *p, u64 enq_flags)
{
	u32 pid = p->pid;
	u64 *count = bpf_map_lookup_elem(&queued, &pid);

	/* First of all: a task that a return before this would forget starves. */
	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
	*count += 1;
}

SCX_OPS_DEFINE(counting_ops,
	       .enqueue = (void *)counting_enqueue,
	       .name = "counting");
