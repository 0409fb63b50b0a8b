/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CPUs that go offline, for schedulers with queues of their own.
 *
 * A CPU that goes waits until none of its tasks is left, and meanwhile looks at its local and at the global
 * queue only (balance_one() in kernel/sched/ext.c of 6.12 to 6.18). A task that may run nowhere else and
 * waits in a queue of the scheduler's would hold it up until the watchdog ends the scheduler. So such tasks
 * go to the global queue: those that wait already by scx_cpu_leaves(), later ones by the question
 * scx_must_leave() in enqueue. Without the callbacks cpu_online and cpu_offline, the kernel ends a
 * scheduler whenever a CPU comes or goes.
 */
#ifndef __SCX_HOTPLUG_BPF_H
#define __SCX_HOTPLUG_BPF_H

#include <scx/base.bpf.h>
#include <scx/compat.bpf.h>
#include <scx/enums.bpf.h>
#include <scx/kfuncs.bpf.h>

/*
 * As many as a kernel can be built for, and a power of two: of a number that is masked with one less the
 * verifier knows how large it gets, whatever the compiler makes of it.
 */
#define SCX_MOST_CPUS 8192

static bool scx_leaving[SCX_MOST_CPUS];

static __always_inline void scx_set_leaving(s32 cpu, bool is_leaving)
{
	scx_leaving[cpu & (SCX_MOST_CPUS - 1)] = is_leaving;
}

/* May this task run only on a CPU that is going? It may not change its CPU now, or never. */
static __always_inline bool scx_must_leave(const struct task_struct *p)
{
	return scx_leaving[scx_bpf_task_cpu(p) & (SCX_MOST_CPUS - 1)] &&
	       (p->nr_cpus_allowed == 1 || p->migration_disabled);
}

/* For cpu_offline, once for each queue: gives its tasks that have to leave with the CPU to the kernel. */
static __always_inline void scx_cpu_leaves(s32 cpu, u64 dsq_id)
{
	struct bpf_iter_scx_dsq waiting;
	struct task_struct *p;

	scx_set_leaving(cpu, true);
	bpf_iter_scx_dsq_new(&waiting, dsq_id, 0);
	while ((p = bpf_iter_scx_dsq_next(&waiting)))
		if (scx_must_leave(p))
			scx_bpf_dsq_move(&waiting, p, SCX_DSQ_GLOBAL, 0);
	bpf_iter_scx_dsq_destroy(&waiting);
	scx_bpf_kick_cpu(cpu, 0); /* It may have looked for the last time. */
}

/* For cpu_online. */
static __always_inline void scx_cpu_comes(s32 cpu)
{
	scx_set_leaving(cpu, false);
}

#endif /* __SCX_HOTPLUG_BPF_H */
