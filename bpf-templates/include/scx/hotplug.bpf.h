/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CPUs that go offline, for schedulers with queues of their own. Without the callbacks cpu_online and
 * cpu_offline, the kernel ends a scheduler whenever a CPU comes or goes.
 *
 * A CPU that goes waits until none of its tasks is left. Two things would hold it up for ever:
 *
 * - It looks at its local and at the global queue only (balance_one() in kernel/sched/ext.c of 6.12 to 6.18).
 *   A task that may run nowhere else, and waits in a queue of the scheduler's, has to go to the global queue:
 *   those that wait already by scx_cpu_leaves(), later ones by the question scx_must_leave() in enqueue.
 * - It counts its tasks only when it reschedules (balance_push() in kernel/sched/core.c), and it idles while
 *   others take its last ones out of queues. So it is kicked until it is gone, by scx_see_off() in dispatch.
 */
#ifndef __SCX_HOTPLUG_BPF_H
#define __SCX_HOTPLUG_BPF_H

#include <scx/base.bpf.h>
#include <scx/compat.bpf.h>
#include <scx/enums.bpf.h>
#include <scx/kfuncs.bpf.h>

/* The kernel lets one CPU go at a time. */
static s32 scx_leaving_cpu = -1;

/* May this task run only on the CPU that is going? It may not change its CPU now, or never. */
static __always_inline bool scx_must_leave(const struct task_struct *p)
{
	return scx_leaving_cpu >= 0 && scx_bpf_task_cpu(p) == scx_leaving_cpu &&
	       (p->nr_cpus_allowed == 1 || p->migration_disabled);
}

/* For cpu_offline, once for each queue: gives its tasks that have to leave with the CPU to the kernel. */
static __always_inline void scx_cpu_leaves(s32 cpu, u64 dsq_id)
{
	struct bpf_iter_scx_dsq waiting;
	struct task_struct *p;

	scx_leaving_cpu = cpu;
	bpf_iter_scx_dsq_new(&waiting, dsq_id, 0);
	while ((p = bpf_iter_scx_dsq_next(&waiting)))
		if (scx_must_leave(p))
			scx_bpf_dsq_move(&waiting, p, SCX_DSQ_GLOBAL, 0);
	bpf_iter_scx_dsq_destroy(&waiting);
	scx_bpf_kick_cpu(cpu, 0); /* It may have looked for the last time. */
}

/*
 * May this CPU send wakeups? enqueue runs where the waker is, also on a CPU at the very end of its going. Kicks and
 * wakeups of ring buffers are interrupts that a CPU sends to itself: one that is lost there would hold up all
 * later ones. On 7.3 a scheduler that did not ask this hung in irq_work_sync() when it was unloaded after hotplugs.
 */
static __always_inline bool scx_can_signal(void)
{
	const struct cpumask *online = scx_bpf_get_online_cpumask();
	bool is_online = bpf_cpumask_test_cpu(bpf_get_smp_processor_id(), online);

	scx_bpf_put_cpumask(online);
	return is_online;
}

/* For cpu_online. */
static __always_inline void scx_cpu_comes(s32 cpu)
{
	if (scx_leaving_cpu == cpu)
		scx_leaving_cpu = -1;
}

/* For dispatch, on all CPUs. */
static __always_inline void scx_see_off(void)
{
	const struct cpumask *online;

	if (scx_leaving_cpu < 0)
		return;
	online = scx_bpf_get_online_cpumask();
	if (bpf_cpumask_test_cpu(scx_leaving_cpu, online))
		scx_bpf_kick_cpu(scx_leaving_cpu, 0);
	else
		scx_leaving_cpu = -1;
	scx_bpf_put_cpumask(online);
}

#endif /* __SCX_HOTPLUG_BPF_H */
