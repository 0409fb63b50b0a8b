/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pair: two sibling CPUs run only tasks of one cgroup at a time.
 *
 * Two CPUs that share a core can spy on each other, or slow each other down. So the core belongs to
 * one cgroup for a turn, and then to the next one. A CPU whose sibling still runs a task of the old
 * owner stays idle until that one has stopped. Kernel threads run at any time.
 */
#include <scx/common.bpf.h>
#include <scx/counts.bpf.h>
#include <scx/hotplug.bpf.h>

char _license[] SEC("license") = "GPL";

/* Exit information: why the scheduler ended, for whoever asks afterwards. */
UEI_DEFINE(uei);

#define MAX_CPUS 1024

/*
 * Options. The program sets them before it loads the scheduler; without it they are what stands
 * here. The verifier knows their values and leaves out what they switch off.
 */
const volatile u32 turn_us = 20000;
const volatile u32 slice_us = 5000;
const volatile bool statistics = true;

/* CPU n and CPU n + stride are siblings, unless the program knows better: it reads the topology. */
const volatile u32 stride = 1;
const volatile bool siblings_known = false;
const volatile s16 siblings[MAX_CPUS];

enum pair_stat {
	STAT_TURN,
	STAT_JOINED,
	STAT_KEPT,
	STAT_WAITED,
	STAT_EVICTED,
	STAT_KERNEL,
	STAT_CONFLICT,
	STAT_FULL,
	STAT_OVERDUE,
	STAT_COUNT
};
SCX_COUNTERS(STAT_COUNT);

/* These build on the options and the counters above. */
#include "turns.bpf.h"

#define MAX_LOOK 32 /* CPUs that are asked when a task waits */

/*
 * This CPU has stopped what it ran, and runs no user code before this says what comes next.
 *
 * Start here: in this order, the owner's next task while its turn lasts, a longer turn while no other cgroup
 * waits, a turn for the next cgroup, or idleness until the sibling has let go.
 */
void BPF_STRUCT_OPS(pair_dispatch, s32 cpu, struct task_struct *prev)
{
	struct search search = {};
	struct place *place = &search.place;

	scx_see_off();
	if (!place_of(cpu, place))
		return;
	if (prev && (prev->flags & PF_KTHREAD || !(prev->scx.flags & SCX_TASK_QUEUED)))
		prev = NULL;
	if (time_before(place->now, place->core->until) && join(place, prev, 0))
		return;
	bpf_loop(MAX_QUEUES + 1, find_rival, &search, 0);
	if (!search.found && join(place, prev, place->now + turn_us * 1000ULL))
		return;
	if ((search.found || prev) && new_turn(&search, prev))
		return;
	if (core_leave(place))
		scx_bpf_kick_cpu(place->sibling, SCX_KICK_IDLE);
}

/*
 * What runs is what counts. A task may come here on other ways than through dispatch: one that the
 * kernel does not let migrate, or that came to another cgroup while it waited. Then the sibling
 * must go.
 */
void BPF_STRUCT_OPS(pair_running, struct task_struct *p)
{
	struct place place;
	u64 id = cgroup_of(p);
	bool conflict, in_order;

	if (!place_of(scx_bpf_task_cpu(p), &place))
		return;
	if (p->flags & PF_KTHREAD) {
		if (core_leave(&place))
			scx_bpf_kick_cpu(place.sibling, SCX_KICK_IDLE);
		return;
	}
	bpf_spin_lock(&place.core->lock);
	in_order = place.core->owner == id ||
		   (place.core->owner & ALONE && place.core->busy == place.me);
	conflict = !in_order && place.core->busy & ~place.me;
	if (!in_order) {
		place.core->owner = id;
		place.core->until = place.now + turn_us * 1000ULL;
		place.core->busy = 0;
	}
	place.core->busy |= place.me;
	bpf_spin_unlock(&place.core->lock);
	if (conflict) {
		scx_count(STAT_CONFLICT);
		scx_bpf_kick_cpu(place.sibling, SCX_KICK_PREEMPT);
	}
	scx_bpf_task_set_slice(p, task_slice(place.core, place.now));
}

/* Would this CPU take a task of the cgroup at once? A look without the lock: dispatch decides. */
static bool is_free(s32 cpu, struct task_struct *p, u64 id)
{
	struct place place;
	u32 busy;

	if (!bpf_cpumask_test_cpu(cpu, p->cpus_ptr) || !place_of(cpu, &place))
		return false;
	busy = place.core->busy;
	return !busy || (!(busy & place.me) && place.core->owner == id &&
			 time_before(place.now, place.core->until));
}

/* Wakes a CPU for a waiting task, those near it first. The core it slept on comes to it anyway. */
static void wake_one(struct task_struct *p, u64 id)
{
	const struct cpumask *idle = scx_bpf_get_idle_cpumask();
	bool none = bpf_cpumask_empty(idle);
	u32 cpus = scx_bpf_nr_cpu_ids(), first = scx_bpf_task_cpu(p);
	struct place place;

	scx_bpf_put_idle_cpumask(idle);
	if (none || !place_of(first, &place))
		return;
	for (u32 i = 0; i < MAX_LOOK && i <= cpus; i++) {
		s32 cpu = i ? (first + i - 1) % cpus : place.sibling;

		if (is_free(cpu, p, id)) {
			scx_bpf_kick_cpu(cpu, SCX_KICK_IDLE);
			return;
		}
	}
}

/* Only kernel threads go straight to an idle CPU. */
s32 BPF_STRUCT_OPS(pair_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	bool is_idle = false;
	s32 cpu;

	if (!(p->flags & PF_KTHREAD))
		return prev_cpu;
	cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);
	if (is_idle) {
		scx_count(STAT_KERNEL);
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice_us * 1000ULL, 0);
	}
	return cpu;
}

void BPF_STRUCT_OPS(pair_enqueue, struct task_struct *p, u64 enq_flags)
{
	u64 id = cgroup_of(p);
	u32 queue;

	/* What user tasks wait for must not wait for them: the machine would stand still. */
	if (p->flags & PF_KTHREAD) {
		scx_count(STAT_KERNEL);
		if (enq_flags & SCX_ENQ_WAKEUP)
			enq_flags |= SCX_ENQ_PREEMPT;
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice_us * 1000ULL, enq_flags);
		return;
	}
	/* Its only CPU is going offline, and will not look into our queues again. */
	if (scx_must_leave(p)) {
		scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, slice_us * 1000ULL, enq_flags);
		return;
	}
	queue = queue_of(id, scx_bpf_now(), true);
	if (queue == SPARE)
		scx_count(STAT_FULL);
	scx_bpf_dsq_insert(p, queue, slice_us * 1000ULL, enq_flags);
	wake_one(p, id);
}

void BPF_STRUCT_OPS(pair_cpu_online, s32 cpu)
{
	scx_cpu_comes(cpu);
}

static long leave_queue(u32 number, void *cpu)
{
	scx_cpu_leaves(*(s32 *)cpu, number);
	return 0;
}

void BPF_STRUCT_OPS(pair_cpu_offline, s32 cpu)
{
	struct place place;

	bpf_loop(MAX_QUEUES + 1, leave_queue, &cpu, 0);
	if (place_of(cpu, &place) && core_leave(&place) && place.sibling != cpu)
		scx_bpf_kick_cpu(place.sibling, SCX_KICK_IDLE);
}

static long create_queue(u32 number, void *error)
{
	*(s32 *)error = scx_bpf_create_dsq(number, -1);
	return *(s32 *)error != 0;
}

s32 BPF_STRUCT_OPS_SLEEPABLE(pair_init)
{
	s32 error = 0;

	bpf_loop(MAX_QUEUES + 1, create_queue, &error, 0);
	return error;
}

/* Called once at the end, also when init failed or the kernel threw the scheduler out. */
void BPF_STRUCT_OPS(pair_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

/*
 * ENQ_LAST: a task without rivals must stop as well when its core is another cgroup's. ENQ_EXITING:
 * tasks at their end are not put on a CPU past the queues.
 */
SCX_OPS_DEFINE(pair_ops,
	       .select_cpu = (void *)pair_select_cpu,
	       .enqueue = (void *)pair_enqueue,
	       .dispatch = (void *)pair_dispatch,
	       .running = (void *)pair_running,
	       .cpu_online = (void *)pair_cpu_online,
	       .cpu_offline = (void *)pair_cpu_offline,
	       .init = (void *)pair_init,
	       .exit = (void *)pair_exit,
	       .flags = SCX_OPS_ENQ_LAST | SCX_OPS_ENQ_EXITING,
	       .name = "pair");
