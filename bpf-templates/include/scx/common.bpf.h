/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a sched_ext scheduler needs beside vmlinux.h and libbpf's headers. The names are those of the
 * scx project, so that its <scx/common.bpf.h> can take the place of this file.
 *
 * Objects run on kernels 6.12 to 7.3 and need nothing of their loader: bpftool will do.
 */
#ifndef __SCX_COMMON_BPF_H
#define __SCX_COMMON_BPF_H

#include "base.bpf.h"
#include "compat.bpf.h"
#include "enums.bpf.h"
#include "kfuncs.bpf.h"
#include "messages.bpf.h"
#include "user_exit_info.bpf.h"

/*
 * A callback of the scheduler: s32 BPF_STRUCT_OPS(x_select_cpu, struct task_struct *p, …). Arguments
 * can't be called ctx, which is the macro's own. The sleepable form is for the callbacks that may
 * wait: init, exit, init_task, cgroup_init and a few more; the kernel refuses it on the others.
 */
#define BPF_STRUCT_OPS(name, args...) SEC("struct_ops/" #name) BPF_PROG(name, ##args)
#define BPF_STRUCT_OPS_SLEEPABLE(name, args...) SEC("struct_ops.s/" #name) BPF_PROG(name, ##args)

/*
 * The scheduler: SCX_OPS_DEFINE(x_ops, .enqueue = (void *)x_enqueue, .name = "x"). The section makes
 * it a link: it stays loaded as long as the loader's pin or file descriptor does.
 */
#define SCX_OPS_DEFINE(ops_name, members...)                                                       \
	SEC(".struct_ops.link") struct sched_ext_ops ops_name = { members }

/* Is time a earlier than b? Also right when the clock, or a virtual time, has wrapped around. */
static inline bool time_before(u64 a, u64 b)
{
	return (s64)(a - b) < 0;
}

#endif /* __SCX_COMMON_BPF_H */
