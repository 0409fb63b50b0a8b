/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One bug: a lock that one way out leaves locked.
 *
 * Whoever took it next would spin for ever, in the scheduler: the machine would stand still. The finding names the
 * return, and the line that took the lock.
 */
#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";

struct window {
	struct bpf_spin_lock lock;
	u64 tasks;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct window);
} windows SEC(".maps");

void BPF_STRUCT_OPS(locking_enqueue, struct task_struct *p, u64 enq_flags)
{
	u32 key = 0;
	struct window *window = bpf_map_lookup_elem(&windows, &key);

	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
	if (!window)
		return;
	bpf_spin_lock(&window->lock);
	window->tasks += 1;
	if (window->tasks > 1000)
		return;
	bpf_spin_unlock(&window->lock);
}

SCX_OPS_DEFINE(locking_ops,
	       .enqueue = (void *)locking_enqueue,
	       .name = "locking");
