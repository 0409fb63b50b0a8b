/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernel functions that have the same name and arguments from 6.12 to 7.3. Which callback may call
 * which differs by function and by kernel: before 7.2 a wrong call ends the scheduler at run time,
 * since then the verifier refuses it.
 */
#ifndef __SCX_KFUNCS_BPF_H
#define __SCX_KFUNCS_BPF_H

#include "base.bpf.h"

/* Dispatch queues (DSQs). Creating one may sleep: from a sleepable init, say. node -1 is any. */
SCX_KFUNC(s32 scx_bpf_create_dsq(u64 dsq_id, s32 node));
SCX_KFUNC(void scx_bpf_destroy_dsq(u64 dsq_id));
SCX_KFUNC(s32 scx_bpf_dsq_nr_queued(u64 dsq_id));
SCX_KFUNC(u32 scx_bpf_dispatch_nr_slots(void));
SCX_KFUNC(void scx_bpf_dispatch_cancel(void));
SCX_KFUNC(u32 scx_bpf_reenqueue_local(void));

/* The tasks of a queue: bpf_for_each(scx_dsq, p, dsq_id, 0) with libbpf 1.3 or later. */
SCX_KFUNC(int bpf_iter_scx_dsq_new(struct bpf_iter_scx_dsq *it, u64 dsq_id, u64 flags));
SCX_KFUNC(struct task_struct *bpf_iter_scx_dsq_next(struct bpf_iter_scx_dsq *it));
SCX_KFUNC(void bpf_iter_scx_dsq_destroy(struct bpf_iter_scx_dsq *it));

/* CPUs. */
SCX_KFUNC(void scx_bpf_kick_cpu(s32 cpu, u64 flags));
SCX_KFUNC(u32 scx_bpf_nr_cpu_ids(void));
SCX_KFUNC(u32 scx_bpf_cpuperf_cap(s32 cpu));
SCX_KFUNC(u32 scx_bpf_cpuperf_cur(s32 cpu));
SCX_KFUNC(void scx_bpf_cpuperf_set(s32 cpu, u32 perf));

/* The kernel's own choice of a CPU for a waking task; it sets *is_idle when that CPU is idle. */
SCX_KFUNC(s32 scx_bpf_select_cpu_dfl(struct task_struct *p, s32 prev_cpu, u64 wake_flags,
				     bool *is_idle));
SCX_KFUNC(s32 scx_bpf_pick_idle_cpu(const struct cpumask *cpus_allowed, u64 flags));
SCX_KFUNC(s32 scx_bpf_pick_any_cpu(const struct cpumask *cpus_allowed, u64 flags));
SCX_KFUNC(bool scx_bpf_test_and_clear_cpu_idle(s32 cpu));

/* Masks. What get gives, put must take back, on every path. */
SCX_KFUNC(const struct cpumask *scx_bpf_get_idle_cpumask(void));
SCX_KFUNC(const struct cpumask *scx_bpf_get_idle_smtmask(void));
SCX_KFUNC(void scx_bpf_put_idle_cpumask(const struct cpumask *idle_mask));
SCX_KFUNC(const struct cpumask *scx_bpf_get_possible_cpumask(void));
SCX_KFUNC(const struct cpumask *scx_bpf_get_online_cpumask(void));
SCX_KFUNC(void scx_bpf_put_cpumask(const struct cpumask *cpumask));
SCX_KFUNC(bool bpf_cpumask_test_cpu(u32 cpu, const struct cpumask *cpumask));
SCX_KFUNC(u32 bpf_cpumask_first(const struct cpumask *cpumask));
SCX_KFUNC(u32 bpf_cpumask_weight(const struct cpumask *cpumask));
SCX_KFUNC(bool bpf_cpumask_empty(const struct cpumask *cpumask));

/* Tasks. What acquire, from_pid and task_cgroup give must be released, on every path. */
SCX_KFUNC(s32 scx_bpf_task_cpu(const struct task_struct *p));
SCX_KFUNC(bool scx_bpf_task_running(const struct task_struct *p));
SCX_KFUNC(struct cgroup *scx_bpf_task_cgroup(struct task_struct *p));
SCX_KFUNC(void bpf_cgroup_release(struct cgroup *cgrp));
SCX_KFUNC(struct cgroup *bpf_cgroup_ancestor(struct cgroup *cgrp, int level)); /* level 0: root */
SCX_KFUNC(struct task_struct *bpf_task_from_pid(s32 pid));
SCX_KFUNC(struct task_struct *bpf_task_acquire(struct task_struct *p));
SCX_KFUNC(void bpf_task_release(struct task_struct *p));
SCX_KFUNC(void bpf_rcu_read_lock(void));
SCX_KFUNC(void bpf_rcu_read_unlock(void));

/*
 * A loop of any length: scx_repeat(i, count) { … } with a u32 i that goes from 0 to count - 1. The
 * verifier doesn't know how large i gets: compare it with an array's size before it is an index.
 */
SCX_KFUNC(int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end));
SCX_KFUNC(int *bpf_iter_num_next(struct bpf_iter_num *it));
SCX_KFUNC(void bpf_iter_num_destroy(struct bpf_iter_num *it));

/*
 * clang writes the type of a kernel function where debug information has a call of it. So neither this nor
 * the calls below are SCX_INLINE, and the attribute names this instead of the kernel's function.
 */
static __always_inline void scx_repeat_end(struct bpf_iter_num *it)
{
	bpf_iter_num_destroy(it);
}

#define scx_repeat(i, count)                                                                       \
	for (struct bpf_iter_num scx_##i##_it __attribute__((cleanup(scx_repeat_end))),            \
	     *scx_##i##_at = (bpf_iter_num_new(&scx_##i##_it, 0, count), &scx_##i##_it);           \
	     ({                                                                                    \
		     int *scx_##i##_step = bpf_iter_num_next(scx_##i##_at);                        \
                                                                                                   \
		     if (scx_##i##_step)                                                           \
			     i = *scx_##i##_step;                                                  \
		     (void)(i); /* it may be there to count only */                                \
		     scx_##i##_step;                                                               \
	     });)

#endif /* __SCX_KFUNCS_BPF_H */
