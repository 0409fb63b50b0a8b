/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One bug: the program does not say its licence.
 *
 * The kernel gives nearly all that a scheduler needs to programs under a GPL-compatible licence only, and reads it
 * from a section of the object. A comment says nothing to it.
 */
#include <scx/common.bpf.h>

void BPF_STRUCT_OPS(silent_enqueue, struct task_struct *p, u64 enq_flags)
{
	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
}

SCX_OPS_DEFINE(silent_ops,
	       .enqueue = (void *)silent_enqueue,
	       .name = "silent");
