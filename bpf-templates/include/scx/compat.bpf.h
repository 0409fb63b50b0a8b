/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One name for kernel functions that were renamed or changed between 6.12 and 7.3.
 *
 * Each form is declared with ___ and a word of its own behind it. libbpf leaves the last such part
 * off when it looks for the function, and the compiler does not confuse it with what vmlinux.h
 * declares. A weak form that the kernel lacks, or has with other arguments, is 0 at load time; the
 * verifier then drops the branch that calls it. So one object serves all kernels.
 */
#ifndef __SCX_COMPAT_BPF_H
#define __SCX_COMPAT_BPF_H

#include "base.bpf.h"

/* scx_bpf_dispatch() until 6.16, the new name since 6.13, with a result since 6.19. */
SCX_KFUNC(bool scx_bpf_dsq_insert___v2___scx(struct task_struct *p, u64 dsq_id, u64 slice,
					     u64 enq_flags));
SCX_KFUNC(void scx_bpf_dsq_insert___scx(struct task_struct *p, u64 dsq_id, u64 slice,
					u64 enq_flags));
SCX_KFUNC(void scx_bpf_dispatch___scx(struct task_struct *p, u64 dsq_id, u64 slice, u64 enq_flags));

/* False, since 6.19, when the task was not inserted. */
SCX_INLINE bool scx_compat_dsq_insert(struct task_struct *p, u64 dsq_id, u64 slice, u64 enq_flags)
{
	if (bpf_ksym_exists(scx_bpf_dsq_insert___v2___scx))
		return scx_bpf_dsq_insert___v2___scx(p, dsq_id, slice, enq_flags);
	if (bpf_ksym_exists(scx_bpf_dsq_insert___scx))
		scx_bpf_dsq_insert___scx(p, dsq_id, slice, enq_flags);
	else
		scx_bpf_dispatch___scx(p, dsq_id, slice, enq_flags);
	return true;
}
#define scx_bpf_dsq_insert(p, dsq_id, slice, enq_flags)                                            \
	scx_compat_dsq_insert(p, dsq_id, slice, enq_flags)

/* scx_bpf_dispatch_vtime() until 6.16; since 6.19 also with its arguments in a struct. */
struct scx_bpf_dsq_insert_vtime_args___scx {
	u64 dsq_id;
	u64 slice;
	u64 vtime;
	u64 enq_flags;
};
SCX_KFUNC(bool __scx_bpf_dsq_insert_vtime___scx(struct task_struct *p,
						struct scx_bpf_dsq_insert_vtime_args___scx *args));
SCX_KFUNC(void scx_bpf_dsq_insert_vtime___scx(struct task_struct *p, u64 dsq_id, u64 slice,
					      u64 vtime, u64 enq_flags));
SCX_KFUNC(void scx_bpf_dispatch_vtime___scx(struct task_struct *p, u64 dsq_id, u64 slice, u64 vtime,
					    u64 enq_flags));

SCX_INLINE bool scx_compat_dsq_insert_vtime(struct task_struct *p, u64 dsq_id, u64 slice,
					    u64 vtime, u64 enq_flags)
{
	if (bpf_ksym_exists(__scx_bpf_dsq_insert_vtime___scx)) {
		struct scx_bpf_dsq_insert_vtime_args___scx args = {
			.dsq_id = dsq_id,
			.slice = slice,
			.vtime = vtime,
			.enq_flags = enq_flags,
		};

		return __scx_bpf_dsq_insert_vtime___scx(p, &args);
	}
	if (bpf_ksym_exists(scx_bpf_dsq_insert_vtime___scx))
		scx_bpf_dsq_insert_vtime___scx(p, dsq_id, slice, vtime, enq_flags);
	else
		scx_bpf_dispatch_vtime___scx(p, dsq_id, slice, vtime, enq_flags);
	return true;
}
#define scx_bpf_dsq_insert_vtime(p, dsq_id, slice, vtime, enq_flags)                               \
	scx_compat_dsq_insert_vtime(p, dsq_id, slice, vtime, enq_flags)

/* scx_bpf_consume() until 6.16, the new name since 6.13, with enqueue flags since 7.1. */
SCX_KFUNC(bool scx_bpf_dsq_move_to_local___v2___scx(u64 dsq_id, u64 enq_flags));
SCX_KFUNC(bool scx_bpf_dsq_move_to_local___scx(u64 dsq_id));
SCX_KFUNC(bool scx_bpf_consume___scx(u64 dsq_id));

/* False when the queue had nothing for this CPU. Kernels before 7.1 ignore the flags. */
SCX_INLINE bool scx_compat_dsq_move_to_local(u64 dsq_id, u64 enq_flags)
{
	if (bpf_ksym_exists(scx_bpf_dsq_move_to_local___v2___scx))
		return scx_bpf_dsq_move_to_local___v2___scx(dsq_id, enq_flags);
	if (bpf_ksym_exists(scx_bpf_dsq_move_to_local___scx))
		return scx_bpf_dsq_move_to_local___scx(dsq_id);
	return scx_bpf_consume___scx(dsq_id);
}
/* Takes (dsq_id) or (dsq_id, enq_flags): older and newer scx headers differ in that. */
#define scx_bpf_dsq_move_to_local(args...) __scx_dsq_move_to_local(args, 0)
#define __scx_dsq_move_to_local(dsq_id, enq_flags, ignored...)                                     \
	scx_compat_dsq_move_to_local(dsq_id, enq_flags)

/* scx_bpf_dispatch_from_dsq() until 6.16, the new name since 6.13. */
SCX_KFUNC(bool scx_bpf_dsq_move___scx(struct bpf_iter_scx_dsq *it, struct task_struct *p, u64 dsq_id,
				      u64 enq_flags));
SCX_KFUNC(bool scx_bpf_dispatch_from_dsq___scx(struct bpf_iter_scx_dsq *it, struct task_struct *p,
					       u64 dsq_id, u64 enq_flags));

/* Moves a task that the iteration is at to another queue; false when it is gone already. */
SCX_INLINE bool scx_compat_dsq_move(struct bpf_iter_scx_dsq *it, struct task_struct *p, u64 dsq_id,
				    u64 enq_flags)
{
	if (bpf_ksym_exists(scx_bpf_dsq_move___scx))
		return scx_bpf_dsq_move___scx(it, p, dsq_id, enq_flags);
	return scx_bpf_dispatch_from_dsq___scx(it, p, dsq_id, enq_flags);
}
#define scx_bpf_dsq_move(it, p, dsq_id, enq_flags) scx_compat_dsq_move(it, p, dsq_id, enq_flags)

SCX_KFUNC(void scx_bpf_dsq_move_set_slice___scx(struct bpf_iter_scx_dsq *it, u64 slice));
SCX_KFUNC(void scx_bpf_dispatch_from_dsq_set_slice___scx(struct bpf_iter_scx_dsq *it, u64 slice));

/* The slice that the next task which is moved in this iteration gets. */
SCX_INLINE void scx_compat_dsq_move_set_slice(struct bpf_iter_scx_dsq *it, u64 slice)
{
	if (bpf_ksym_exists(scx_bpf_dsq_move_set_slice___scx))
		scx_bpf_dsq_move_set_slice___scx(it, slice);
	else
		scx_bpf_dispatch_from_dsq_set_slice___scx(it, slice);
}
#define scx_bpf_dsq_move_set_slice(it, slice) scx_compat_dsq_move_set_slice(it, slice)

/* In ns. Since 6.14 the clock of the run queue, which is cheap; before that the system's. */
SCX_KFUNC(u64 scx_bpf_now___scx(void));
SCX_INLINE u64 scx_compat_now(void)
{
	return bpf_ksym_exists(scx_bpf_now___scx) ? scx_bpf_now___scx() : bpf_ktime_get_ns();
}
#define scx_bpf_now() scx_compat_now()

/* Since 6.19; before that, and still on 7.3 with a warning in places, the field itself is written. */
SCX_KFUNC(bool scx_bpf_task_set_slice___scx(struct task_struct *p, u64 slice));
SCX_KFUNC(bool scx_bpf_task_set_dsq_vtime___scx(struct task_struct *p, u64 vtime));

SCX_INLINE void scx_compat_task_set_slice(struct task_struct *p, u64 slice)
{
	if (bpf_ksym_exists(scx_bpf_task_set_slice___scx))
		scx_bpf_task_set_slice___scx(p, slice);
	else
		p->scx.slice = slice;
}
#define scx_bpf_task_set_slice(p, slice) scx_compat_task_set_slice(p, slice)

SCX_INLINE void scx_compat_task_set_dsq_vtime(struct task_struct *p, u64 vtime)
{
	if (bpf_ksym_exists(scx_bpf_task_set_dsq_vtime___scx))
		scx_bpf_task_set_dsq_vtime___scx(p, vtime);
	else
		p->scx.dsq_vtime = vtime;
}
#define scx_bpf_task_set_dsq_vtime(p, vtime) scx_compat_task_set_dsq_vtime(p, vtime)

#endif /* __SCX_COMPAT_BPF_H */
