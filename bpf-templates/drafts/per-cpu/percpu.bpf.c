/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * percpu: a queue for each CPU; who has no work takes some from its nearest neighbours.
 *
 * A task waits where it ran last, for there its data is in the cache. A CPU that runs out of work
 * looks at the CPUs that share its cache, then at those of its NUMA node, then at all others.
 */
#include <scx/common.bpf.h>
#include <scx/counts.bpf.h>
#include <scx/hotplug.bpf.h>

char _license[] SEC("license") = "GPL";

/* Exit information: why the scheduler ended, for whoever asks afterwards. */
UEI_DEFINE(uei);

/*
 * Options. The program sets them before it loads the scheduler; without it they are what stands
 * here. A queue that is no longer than keep_waiting is left alone, even when a CPU idles.
 */
const volatile u32 slice_us = 20000;
const volatile u32 keep_waiting = 0;
const volatile bool balance = true;
const volatile bool statistics = true;

/* Only tasks that ask for SCHED_EXT, or all of them. */
#define SWITCH_PARTIAL false

/* A queue has the number of its CPU. */
#define MAX_CPUS 1024

/*
 * Which cache and which node a CPU has. The program fills this in and raises `levels` to how many
 * kinds of neighbours there are; without it all CPUs are the same. It does so again when `hotplugs`
 * has changed: a CPU that is offline doesn't say what it shares.
 */
u32 cache_of[MAX_CPUS];
u32 node_of[MAX_CPUS];
u32 levels = 1;
u64 hotplugs;

/* When each CPU took tasks from its queue for the last time. */
u64 looked_ns[MAX_CPUS];

enum level { SAME_CACHE, SAME_NODE, FAR };

/* From STAT_CACHE on, one for each level. */
enum percpu_stat {
	STAT_LOCAL,
	STAT_QUEUED,
	STAT_MOVED,
	STAT_CACHE,
	STAT_NODE,
	STAT_FAR,
	STAT_BOUND,
	STAT_FALLBACK,
	STAT_DRAINED,
	STAT_COUNT
};
SCX_COUNTERS(STAT_COUNT);

static u64 percpu_slice(void)
{
	return (u64)slice_us * 1000;
}

static u32 waiting_at(s32 cpu)
{
	s32 waiting = scx_bpf_dsq_nr_queued(cpu);

	return waiting < 0 ? 0 : waiting;
}

static bool may_run_on(struct task_struct *p, s32 cpu)
{
	return bpf_cpumask_test_cpu(cpu, p->cpus_ptr);
}

static bool is_runnable(struct task_struct *p)
{
	return p && p->scx.flags & SCX_TASK_QUEUED;
}

/* The neighbour in this step of a walk around all CPUs. Each CPU begins after itself: no crowds. */
static u32 neighbour(u32 cpu, u32 step)
{
	return (cpu + 1 + step) % scx_bpf_nr_cpu_ids();
}

/*
 * Start here: who is near. Another order, or fewer levels, make tasks stay or travel. (% MAX_CPUS
 * is for the verifier, which doesn't know that init has looked.)
 */
static bool is_at_level(u32 cpu, u32 other, u32 level)
{
	cpu %= MAX_CPUS;
	other %= MAX_CPUS;
	if (cache_of[cpu] == cache_of[other])
		return level == SAME_CACHE;
	return level == (node_of[cpu] == node_of[other] ? SAME_NODE : FAR);
}

/*
 * Does nobody take from this queue? A CPU on its way offline doesn't any more, long before cpu_offline
 * (scx_rq_online() in kernel/sched/ext.c, 6.12), and what waits there may be what its going waits for.
 */
static bool is_abandoned(u32 cpu)
{
	return bpf_ktime_get_ns() - looked_ns[cpu % MAX_CPUS] > 2 * percpu_slice();
}

/* Takes a task out of the nearest queue that is longer than `least`, or abandoned, and has one for this CPU. */
static bool percpu_steal(u32 cpu, u32 least)
{
	u32 level, step, other, waiting;

	scx_repeat(level, levels) {
		scx_repeat(step, scx_bpf_nr_cpu_ids() - 1) {
			other = neighbour(cpu, step);
			waiting = waiting_at(other);
			if (!waiting || !is_at_level(cpu, other, level))
				continue;
			if (waiting <= least && !is_abandoned(other))
				continue;
			if (scx_bpf_dsq_move_to_local(other)) {
				scx_count(STAT_CACHE + level);
				return true;
			}
		}
	}
	return false;
}

/* Wakes up the nearest idle CPU when too many wait at this one, so that it comes and steals. */
static void percpu_call_for_help(u32 cpu, u32 waiting)
{
	const struct cpumask *idle = scx_bpf_get_idle_cpumask();
	bool all_busy = bpf_cpumask_empty(idle);
	u32 level, step, other;

	/* An idle CPU is about to wake up for one of its own. */
	waiting -= bpf_cpumask_test_cpu(cpu, idle);
	scx_bpf_put_idle_cpumask(idle);
	if (all_busy || waiting <= keep_waiting)
		return;
	scx_repeat(level, levels) {
		scx_repeat(step, scx_bpf_nr_cpu_ids() - 1) {
			other = neighbour(cpu, step);
			if (is_at_level(cpu, other, level) &&
			    scx_bpf_test_and_clear_cpu_idle(other)) {
				scx_bpf_kick_cpu(other, SCX_KICK_IDLE);
				return;
			}
		}
	}
}

/* A waking task stays on its CPU while that one is idle, or has few waiting. Else: any idle CPU. */
s32 BPF_STRUCT_OPS(percpu_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	bool is_idle = false;
	s32 cpu = prev_cpu;

	if (may_run_on(p, prev_cpu)) {
		is_idle = scx_bpf_test_and_clear_cpu_idle(prev_cpu);
		if (!is_idle && waiting_at(prev_cpu) < keep_waiting)
			return prev_cpu;
	}
	if (!is_idle)
		cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);
	if (is_idle) {
		scx_count(cpu == prev_cpu ? STAT_LOCAL : STAT_MOVED);
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, percpu_slice(), 0);
		return cpu;
	}
	/* All are busy: then rather where it was. */
	return may_run_on(p, prev_cpu) ? prev_cpu : cpu;
}

void BPF_STRUCT_OPS(percpu_enqueue, struct task_struct *p, u64 enq_flags)
{
	s32 cpu = scx_bpf_task_cpu(p);

	/*
	 * What is bound to a CPU in the kernel may be what others wait for: first of all. But only
	 * when it wakes up: one that used up its slice waits as all do, or nobody else would ever
	 * run here.
	 */
	if (p->flags & PF_KTHREAD && p->nr_cpus_allowed == 1 && enq_flags & SCX_ENQ_WAKEUP) {
		scx_count(STAT_BOUND);
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, percpu_slice(), enq_flags);
		return;
	}
	/* On its way to another CPU: the kernel's global queue gives it to whoever may have it. */
	if (!may_run_on(p, cpu)) {
		scx_count(STAT_FALLBACK);
		scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, percpu_slice(), enq_flags);
		return;
	}
	scx_count(STAT_QUEUED);
	scx_bpf_dsq_insert(p, cpu, percpu_slice(), enq_flags);
	if (!scx_can_signal())
		return;
	/* The CPU may have looked into its queue a moment ago, and be on its way to idle. */
	scx_bpf_kick_cpu(cpu, SCX_KICK_IDLE);
	/* The queue's length is that of before: the task goes in when this function is over. */
	percpu_call_for_help(cpu, waiting_at(cpu) + 1);
}

/*
 * A CPU needs a task: its own first. When prev has used up its slice and could go on, it is work
 * too: then only a queue that is longer than ours is worth a journey.
 */
void BPF_STRUCT_OPS(percpu_dispatch, s32 cpu, struct task_struct *prev)
{
	u32 ours = waiting_at(cpu);
	bool found = scx_bpf_dsq_move_to_local(cpu);

	scx_see_off();
	looked_ns[(u32)cpu % MAX_CPUS] = bpf_ktime_get_ns();
	if (is_runnable(prev))
		percpu_steal(cpu, balance ? ours + 1 + keep_waiting : -1);
	else if (!found)
		percpu_steal(cpu, keep_waiting);
}

void BPF_STRUCT_OPS(percpu_cpu_online, s32 cpu)
{
	scx_cpu_comes(cpu);
	hotplugs++;
}

/*
 * A CPU that goes asks for no more tasks, and those that are bound to it can't be stolen. So all
 * that wait go to the global queue, which even this CPU still takes from. Later ones the kernel
 * keeps.
 */
void BPF_STRUCT_OPS(percpu_cpu_offline, s32 cpu)
{
	struct bpf_iter_scx_dsq it;
	struct task_struct *p;

	scx_leaving_cpu = cpu;
	hotplugs++;
	bpf_iter_scx_dsq_new(&it, cpu, 0);
	while ((p = bpf_iter_scx_dsq_next(&it))) {
		if (scx_bpf_dsq_move(&it, p, SCX_DSQ_GLOBAL, 0))
			scx_count(STAT_DRAINED);
	}
	bpf_iter_scx_dsq_destroy(&it);
	scx_bpf_kick_cpu(cpu, 0);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(percpu_init)
{
	u32 cpus = scx_bpf_nr_cpu_ids();
	u32 cpu;
	s32 error;

	if (cpus > MAX_CPUS) {
		scx_bpf_error("%u CPUs are more than MAX_CPUS", cpus);
		return -EINVAL;
	}
	scx_repeat(cpu, cpus) {
		error = scx_bpf_create_dsq(cpu, -1);
		if (error)
			return error;
	}
	return 0;
}

/* Called once at the end, also when init failed or the kernel threw the scheduler out. */
void BPF_STRUCT_OPS(percpu_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(percpu_ops,
	       .select_cpu = (void *)percpu_select_cpu,
	       .enqueue = (void *)percpu_enqueue,
	       .dispatch = (void *)percpu_dispatch,
	       .cpu_online = (void *)percpu_cpu_online,
	       .cpu_offline = (void *)percpu_cpu_offline,
	       .init = (void *)percpu_init,
	       .exit = (void *)percpu_exit,
	       .flags = SWITCH_PARTIAL ? SCX_OPS_SWITCH_PARTIAL : 0,
	       .name = "percpu");
