/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * layered: tasks of one kind form a layer, which has CPUs, a slice and a queue of its own.
 *
 * A task belongs to the first layer whose conditions it meets: how its command's name begins, its
 * cgroup, its nice value. It is looked up anew whenever the task comes for a CPU, so a new name,
 * nice value or cgroup counts from then on.
 */
#include <scx/common.bpf.h>
#include <scx/counts.bpf.h>
#include <scx/hotplug.bpf.h>
#include "conditions.bpf.h"
#include "layered.h"

char _license[] SEC("license") = "GPL";

/* Exit information: why the scheduler ended, for whoever asks afterwards. */
UEI_DEFINE(uei);

/* Options. The program sets them before it loads the scheduler. */
const volatile u32 slice_us = 20000;
const volatile bool statistics = true;

/* Only tasks that ask for SCHED_EXT, or all of them. */
#define SWITCH_PARTIAL false

/* Without a program: one layer that takes all tasks. The last one never has conditions. */
const volatile u32 nr_layers = 1;
const volatile struct layer layers[LAYER_SLOTS] = {
	{ .name = "all", .nice_min = -20, .nice_max = 19 },
};
/* Bit n: the CPU is one of layer n's. */
const volatile u16 layers_of_cpu[MAX_CPUS] = { [0 ... MAX_CPUS - 1] = 1 };

/* A layer's queue has its number. One more is for misfits, and any CPU takes from it. */
#define MISFITS (MAX_LAYERS + 1)
#define NR_QUEUES (MISFITS + 1)

/* This builds on the options above. */
#include "cpus.bpf.h"

static bool has_guest[MAX_CPUS]; /* runs a task of a layer that has other CPUs */
static u32 next_queue[MAX_CPUS];
/* When one of its CPUs took from a queue last, or it was empty. */
static u64 served_at[LAYER_SLOTS];

/*
 * A queue that none of its CPUs took from for so long is anybody's. Longer than the slices of
 * layers that share a CPU, and shorter than what the kernel puts up with: 21 s, when a task that
 * waits is one that RCU waits for.
 */
#define RESCUE_AFTER_NS 3000000000ULL
SCX_COUNTERS(STAT_COUNT);

static u64 layered_slice(u32 layer)
{
	u32 own = layers[layer % LAYER_SLOTS].slice_us;

	return (u64)(own ? own : slice_us) * 1000;
}

/*
 * Start here: what makes a task one of a layer. A new condition needs a field and a word of the
 * file.
 */
static bool belongs_to(struct task_struct *p, const char *comm, const volatile struct layer *layer)
{
	s32 nice = p->static_prio - 120;

	if (nice < layer->nice_min || nice > layer->nice_max)
		return false;
	if (!begins_with(comm, layer->comm))
		return false;
	return !layer->cgroup_id || is_below(p, layer);
}

static u32 layer_of(struct task_struct *p)
{
	char comm[COMM_LEN] = {};
	u32 layer;

	bpf_probe_read_kernel_str(comm, sizeof(comm), p->comm);
	for (layer = 0; layer < MAX_LAYERS && layer + 1 < nr_layers; layer++) {
		if (belongs_to(p, comm, &layers[layer]))
			return layer;
	}
	return layer;
}

/* Sends a guest away from a CPU that is this layer's. */
static void layered_recall(struct task_struct *p, u32 layer)
{
	u32 cpu;

	scx_repeat(cpu, scx_bpf_nr_cpu_ids()) {
		if (has_guest[slot(cpu)] && owns(layer, cpu) && may_run_on(p, cpu)) {
			has_guest[slot(cpu)] = false;
			scx_count(STAT_RECALLED);
			scx_bpf_kick_cpu(cpu, SCX_KICK_PREEMPT);
			return;
		}
	}
}

s32 BPF_STRUCT_OPS(layered_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	u32 layer = layer_of(p);
	bool is_misfit = !fits(p, layer);
	s32 cpu = find_idle(p, layer, is_misfit);

	if (cpu < 0)
		return prev_cpu;
	scx_count(is_misfit ? STAT_MISFIT : owns(layer, cpu) ? STAT_LOCAL : STAT_GUEST);
	scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, layered_slice(layer), 0);
	return cpu;
}

/* The task waits in its queue: a CPU that is free for it should look. */
static void layered_wake_cpu(struct task_struct *p, u32 layer, bool is_misfit)
{
	s32 cpu = find_idle(p, layer, is_misfit);

	if (cpu >= 0)
		scx_bpf_kick_cpu(cpu, SCX_KICK_IDLE);
	else if (!is_misfit)
		layered_recall(p, layer);
}

/*
 * What is bound to a CPU in the kernel may be what others wait for: first of all. But only when it
 * wakes up: one that used up its slice waits as all do, or nobody else would ever run here.
 */
static bool goes_first(struct task_struct *p, u64 enq_flags)
{
	return p->flags & PF_KTHREAD && p->nr_cpus_allowed == 1 && enq_flags & SCX_ENQ_WAKEUP;
}

void BPF_STRUCT_OPS(layered_enqueue, struct task_struct *p, u64 enq_flags)
{
	u32 layer = layer_of(p), cpu = scx_bpf_task_cpu(p);
	u64 slice = layered_slice(layer);
	bool is_misfit = !fits(p, layer);

	if (goes_first(p, enq_flags)) {
		scx_count(STAT_BOUND);
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice, enq_flags);
		return;
	}
	/*
	 * The CPU has nobody else, so this one goes on, if it may be here at all. The CPU is on its
	 * way to idle already: the kick brings it back.
	 */
	if (enq_flags & SCX_ENQ_LAST && may_run_on(p, cpu) &&
	    (is_misfit || owns(layer, cpu) || is_open(layer))) {
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice, enq_flags);
		scx_bpf_kick_cpu(cpu, 0);
		return;
	}
	scx_count(is_misfit ? STAT_MISFIT : STAT_QUEUED);
	if (!scx_bpf_dsq_nr_queued(layer))
		served_at[layer % LAYER_SLOTS] = scx_bpf_now();
	scx_bpf_dsq_insert(p, is_misfit ? MISFITS : layer, slice, enq_flags);
	layered_wake_cpu(p, layer, is_misfit);
}

/* The queues that are this CPU's take turns, each one task: a full one can't starve another. */
static bool serve_own(u32 cpu)
{
	u32 turn, queue, first = next_queue[slot(cpu)];

	for (turn = 0; turn < LAYER_SLOTS; turn++) {
		queue = (first + turn) % LAYER_SLOTS;
		if (queue != MISFITS && !owns(queue, cpu))
			continue;
		if (scx_bpf_dsq_move_to_local(queue)) {
			next_queue[slot(cpu)] = queue + 1;
			served_at[queue] = scx_bpf_now();
			return true;
		}
	}
	return false;
}

/*
 * A layer's CPUs may be there and yet take nothing: higher classes keep them, or they go offline,
 * which cpu_offline hears of only after a while.
 */
static bool layered_rescue(void)
{
	u64 now = scx_bpf_now();
	u32 layer;

	for (layer = 0; layer < MAX_LAYERS + 1 && layer < nr_layers; layer++) {
		if ((s64)(now - served_at[layer]) < (s64)RESCUE_AFTER_NS ||
		    !scx_bpf_dsq_nr_queued(layer))
			continue;
		if (scx_bpf_dsq_move_to_local(layer)) {
			scx_count(STAT_RESCUED);
			return true;
		}
	}
	return false;
}

void BPF_STRUCT_OPS(layered_dispatch, s32 cpu, struct task_struct *prev)
{
	bool prev_goes_on = prev && prev->scx.flags & SCX_TASK_QUEUED;
	u32 layer;

	scx_see_off();
	if (layered_rescue() || serve_own(cpu) || (prev_goes_on && owns(layer_of(prev), cpu)))
		return;
	for (layer = 0; layer < MAX_LAYERS + 1 && layer < nr_layers; layer++) {
		if (is_open(layer) && scx_bpf_dsq_move_to_local(layer))
			return;
	}
}

void BPF_STRUCT_OPS(layered_running, struct task_struct *p)
{
	u32 cpu = scx_bpf_task_cpu(p), layer = layer_of(p);

	has_guest[slot(cpu)] = is_open(layer) && !owns(layer, cpu);
	scx_count(STAT_RUNS + layer);
}

void BPF_STRUCT_OPS(layered_cpu_online, s32 cpu)
{
	scx_cpu_comes(cpu);
	is_ready[slot(cpu)] = true;
}

/*
 * Tasks that wait for the CPU that goes, and can't have another, may never be asked for again. They
 * go to the kernel's global queue, which even that CPU still takes from.
 */
void BPF_STRUCT_OPS(layered_cpu_offline, s32 cpu)
{
	struct bpf_iter_scx_dsq it;
	struct task_struct *p;
	u32 queue;

	scx_leaving_cpu = cpu;
	is_ready[slot(cpu)] = false;
	for (queue = 0; queue < NR_QUEUES; queue++) {
		bpf_iter_scx_dsq_new(&it, queue, 0);
		while ((p = bpf_iter_scx_dsq_next(&it))) {
			if (scx_bpf_task_cpu(p) != cpu && (queue == MISFITS || fits(p, queue)))
				continue;
			if (scx_bpf_dsq_move(&it, p, SCX_DSQ_GLOBAL, 0))
				scx_count(STAT_DRAINED);
		}
		bpf_iter_scx_dsq_destroy(&it);
	}
	scx_bpf_kick_cpu(cpu, 0);
}

static void find_ready_cpus(void)
{
	const struct cpumask *online = scx_bpf_get_online_cpumask();
	u32 cpu;

	scx_repeat(cpu, scx_bpf_nr_cpu_ids())
		is_ready[slot(cpu)] = bpf_cpumask_test_cpu(cpu, online);
	scx_bpf_put_cpumask(online);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(layered_init)
{
	u32 queue;
	s32 error;

	if (scx_bpf_nr_cpu_ids() > MAX_CPUS) {
		scx_bpf_error("%u CPUs are more than MAX_CPUS", scx_bpf_nr_cpu_ids());
		return -EINVAL;
	}
	find_ready_cpus();
	for (queue = 0; queue < NR_QUEUES; queue++) {
		error = scx_bpf_create_dsq(queue, -1);
		if (error)
			return error;
	}
	return 0;
}

/* Called once at the end, also when init failed or the kernel threw the scheduler out. */
void BPF_STRUCT_OPS(layered_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

/*
 * ENQ_LAST: a task that is alone on its CPU is asked for its layer as all are, at each slice's end.
 */
SCX_OPS_DEFINE(layered_ops,
	       .select_cpu = (void *)layered_select_cpu,
	       .enqueue = (void *)layered_enqueue,
	       .dispatch = (void *)layered_dispatch,
	       .running = (void *)layered_running,
	       .cpu_online = (void *)layered_cpu_online,
	       .cpu_offline = (void *)layered_cpu_offline,
	       .init = (void *)layered_init,
	       .exit = (void *)layered_exit,
	       .flags = SCX_OPS_ENQ_LAST | (SWITCH_PARTIAL ? SCX_OPS_SWITCH_PARTIAL : 0),
	       .name = "layered");
