/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a sched_ext scheduler needs beside vmlinux.h and libbpf's headers. The names are those of the
 * scx project, so that its <scx/common.bpf.h> can take the place of this file.
 *
 * Objects run on kernels 6.12 to 7.3, under any loader: bpftool, libbpf skeletons, Rust.
 */
#ifndef __SCX_COMMON_BPF_H
#define __SCX_COMMON_BPF_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

/* Callbacks. The sleepable form is for init, exit and others that may wait (kernel: struct_ops.s). */
#define BPF_STRUCT_OPS(name, args...) SEC("struct_ops/" #name) BPF_PROG(name, ##args)
#define BPF_STRUCT_OPS_SLEEPABLE(name, args...) SEC("struct_ops.s/" #name) BPF_PROG(name, ##args)

/* The scheduler itself: SCX_OPS_DEFINE(x_ops, .enqueue = (void *)x_enqueue, .name = "x"); */
#define SCX_OPS_DEFINE(ops_name, members...)                                                       \
	SEC(".struct_ops.link") struct sched_ext_ops ops_name = { members }

/*
 * Some of these values moved between kernels: SCX_ENQ_HEAD is 0x10 on 6.12 and 0x10000 on 7.2. The
 * loader puts in the value of the kernel it loads into (CO-RE). In static initializers, where CO-RE
 * does not reach, use the enumerators of vmlinux.h through other names or plain numbers.
 */
#define SCX_KERNEL_VALUE(type, value) bpf_core_enum_value(enum type, value)
#define SCX_DSQ_GLOBAL SCX_KERNEL_VALUE(scx_dsq_id_flags, SCX_DSQ_GLOBAL)
#define SCX_DSQ_LOCAL SCX_KERNEL_VALUE(scx_dsq_id_flags, SCX_DSQ_LOCAL)
#define SCX_DSQ_LOCAL_ON SCX_KERNEL_VALUE(scx_dsq_id_flags, SCX_DSQ_LOCAL_ON)
#define SCX_SLICE_DFL SCX_KERNEL_VALUE(scx_public_consts, SCX_SLICE_DFL)
#define SCX_SLICE_INF SCX_KERNEL_VALUE(scx_public_consts, SCX_SLICE_INF)
#define SCX_ENQ_WAKEUP SCX_KERNEL_VALUE(scx_enq_flags, SCX_ENQ_WAKEUP)
#define SCX_ENQ_HEAD SCX_KERNEL_VALUE(scx_enq_flags, SCX_ENQ_HEAD)
#define SCX_ENQ_PREEMPT SCX_KERNEL_VALUE(scx_enq_flags, SCX_ENQ_PREEMPT)
#define SCX_ENQ_LAST SCX_KERNEL_VALUE(scx_enq_flags, SCX_ENQ_LAST)
#define SCX_KICK_IDLE SCX_KERNEL_VALUE(scx_kick_flags, SCX_KICK_IDLE)
#define SCX_KICK_PREEMPT SCX_KERNEL_VALUE(scx_kick_flags, SCX_KICK_PREEMPT)

/*
 * Kernel functions, declared whether or not vmlinux.h declares them too: bpftool 7.5 and later does
 * where the kernel's BTF marks them. Weak: bpf_ksym_exists() tells at load time which are there.
 */
#ifndef bpf_ksym_exists /* libbpf before 1.2 */
#define bpf_ksym_exists(symbol) (!!(symbol))
#endif
#define SCX_KFUNC(declaration) extern declaration __ksym __weak

SCX_KFUNC(s32 scx_bpf_create_dsq(u64 dsq_id, s32 node));
SCX_KFUNC(void scx_bpf_destroy_dsq(u64 dsq_id));
SCX_KFUNC(s32 scx_bpf_dsq_nr_queued(u64 dsq_id));
SCX_KFUNC(s32 scx_bpf_select_cpu_dfl(struct task_struct *p, s32 prev_cpu, u64 wake_flags,
				     bool *is_idle));
SCX_KFUNC(void scx_bpf_kick_cpu(s32 cpu, u64 flags));
SCX_KFUNC(bool scx_bpf_task_running(const struct task_struct *p));
SCX_KFUNC(s32 scx_bpf_task_cpu(const struct task_struct *p));
SCX_KFUNC(void scx_bpf_error_bstr(char *fmt, unsigned long long *data, u32 data__sz));

/*
 * Renamed in 6.13, the old names gone in 6.17. The part after ___ is a flavour: libbpf leaves it off
 * when it looks for the function, and it keeps these apart from what vmlinux.h declares.
 */
SCX_KFUNC(void scx_bpf_dsq_insert___new(struct task_struct *p, u64 dsq_id, u64 slice,
					u64 enq_flags));
SCX_KFUNC(void scx_bpf_dispatch___old(struct task_struct *p, u64 dsq_id, u64 slice, u64 enq_flags));
SCX_KFUNC(bool scx_bpf_dsq_move_to_local___new(u64 dsq_id));
SCX_KFUNC(bool scx_bpf_consume___old(u64 dsq_id));

static __always_inline void scx_compat_dsq_insert(struct task_struct *p, u64 dsq_id, u64 slice,
						  u64 enq_flags)
{
	if (bpf_ksym_exists(scx_bpf_dsq_insert___new))
		scx_bpf_dsq_insert___new(p, dsq_id, slice, enq_flags);
	else
		scx_bpf_dispatch___old(p, dsq_id, slice, enq_flags);
}
#define scx_bpf_dsq_insert(p, dsq_id, slice, enq_flags)                                            \
	scx_compat_dsq_insert(p, dsq_id, slice, enq_flags)

static __always_inline bool scx_compat_dsq_move_to_local(u64 dsq_id)
{
	if (bpf_ksym_exists(scx_bpf_dsq_move_to_local___new))
		return scx_bpf_dsq_move_to_local___new(dsq_id);
	return scx_bpf_consume___old(dsq_id);
}
#define scx_bpf_dsq_move_to_local(dsq_id) scx_compat_dsq_move_to_local(dsq_id)

/* Ends the scheduler with a message that the kernel log and the exit information show. */
#define scx_bpf_error(format, args...)                                                             \
	({                                                                                         \
		static char scx_format[] = format;                                                 \
		unsigned long long scx_values[___bpf_narg(args) ?: 1] = {};                        \
                                                                                                   \
		___bpf_fill(scx_values, args);                                                     \
		scx_bpf_error_bstr(scx_format, scx_values,                                         \
				   ___bpf_narg(args) * sizeof(scx_values[0]));                     \
	})

/*
 * Exit information: why the scheduler ended, kept in a map that can be read after it is gone.
 * UEI_DEFINE(uei) at file level, UEI_RECORD(uei, ei) in the exit callback.
 */
#define UEI_REASON_LEN 128
#define UEI_MSG_LEN 1024
#define UEI_DUMP_LEN 32768

struct user_exit_info {
	s32 kind;
	s64 exit_code;
	char reason[UEI_REASON_LEN];
	char msg[UEI_MSG_LEN];
};

#define UEI_DEFINE(name)                                                                           \
	struct user_exit_info name SEC(".data." #name);                                            \
	char name##_dump[UEI_DUMP_LEN] SEC(".data." #name "_dump")

/* kind is written last: who sees it not zero sees the rest whole. */
#define UEI_RECORD(name, ei)                                                                       \
	({                                                                                         \
		bpf_probe_read_kernel_str(name.reason, sizeof(name.reason), (ei)->reason);         \
		bpf_probe_read_kernel_str(name.msg, sizeof(name.msg), (ei)->msg);                  \
		bpf_probe_read_kernel_str(name##_dump, sizeof(name##_dump), (ei)->dump);           \
		name.exit_code = (ei)->exit_code;                                                  \
		__sync_fetch_and_add(&name.kind, (ei)->kind);                                      \
	})

#endif /* __SCX_COMMON_BPF_H */
