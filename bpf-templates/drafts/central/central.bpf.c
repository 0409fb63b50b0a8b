/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * central: one CPU decides for all of them.
 *
 * Every task waits in one queue. A CPU with nothing to run asks the deciding CPU, which moves tasks
 * from the queue to the CPUs that asked. Slices have no end: a timer on the deciding CPU looks who
 * has run for long while others wait. So the other CPUs run undisturbed, with nohz_full even by the
 * tick.
 */
#include <scx/common.bpf.h>
#include <scx/counts.bpf.h>
#include <scx/hotplug.bpf.h>

char _license[] SEC("license") = "GPL";

/* Exit information: why the scheduler ended, for whoever asks afterwards. */
UEI_DEFINE(uei);

/* Options. The program sets them before it loads the scheduler. */
const volatile u32 slice_us = 20000;
const volatile s32 decider_wanted = 0; /* another one stands in for it while it is offline */
const volatile bool statistics = true;
/*
 * Only the program sets this. The kernel stops a timer when no process holds its map any more:
 * without the program, slices have an end instead.
 */
const volatile bool with_timer = false;

/* Only tasks that ask for SCHED_EXT, or all of them. */
#define SWITCH_PARTIAL false

#define CENTRAL_DSQ 0
#define NO_CPU -1
#define TIMER_NS 1000000 /* how exact the end of a slice is */
#define LONGEST_WALK 256 /* tasks for other CPUs that are passed over in search of one that fits */
/* Something above us keeps the deciding CPU for so long: another one takes its place. */
#define DEAF_NS 100000000
/* For so long after a hotplug the global queue may hold tasks: longer than any slice. */
#define HOTPLUG_NS 1000000000

enum central_stat { STAT_HANDED, STAT_KEPT, STAT_BOUND, STAT_ENDED, STAT_MOVED, STAT_COUNT };
SCX_COUNTERS(STAT_COUNT);

/* This builds on the options and the counters above. */
#include "decider.bpf.h"

static s32 timer_cpu = -1; /* where the timer fires */
static u64 hotplug_at; /* when a CPU came or went last */

struct beat {
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct beat);
} beats SEC(".maps");

static u64 slice_ns(void)
{
	return (u64)slice_us * 1000;
}

static u64 slice_to_give(void)
{
	return with_timer ? SCX_SLICE_INF : slice_ns();
}

/* Start here: when a task has to make room for another one. */
static bool has_had_its_slice(const struct cpu_state *state)
{
	return state->started_at && (s64)(scx_bpf_now() - state->started_at - slice_ns()) >= 0;
}

/* Tasks wake up on the deciding CPU, so that it is the only one that is interrupted for it. */
s32 BPF_STRUCT_OPS(central_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	s32 cpu = decider;

	return bpf_cpumask_test_cpu(cpu, p->cpus_ptr) ? cpu : prev_cpu;
}

void BPF_STRUCT_OPS(central_enqueue, struct task_struct *p, u64 enq_flags)
{
	/* The timer and this scheduler itself may depend on such a thread: it asks nobody. */
	if (p->flags & PF_KTHREAD && p->nr_cpus_allowed == 1) {
		u64 preempt = enq_flags & SCX_ENQ_WAKEUP ? SCX_ENQ_PREEMPT : 0;

		scx_count(STAT_BOUND);
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice_ns(), enq_flags | preempt);
		return;
	}
	scx_bpf_dsq_insert(p, CENTRAL_DSQ, slice_to_give(), enq_flags);
	/* Kicks come after this callback, when the task is in the queue. */
	if (asking)
		kick_decider();
	else
		scx_bpf_kick_cpu(decider, SCX_KICK_IDLE);
}

/* A task that can't change its CPU now is told from the others by this count only, before 6.14. */
static bool may_run_on(const struct task_struct *p, s32 cpu)
{
	if (cpu == NO_CPU || !bpf_cpumask_test_cpu(cpu, p->cpus_ptr))
		return false;
	return !p->migration_disabled || scx_bpf_task_cpu(p) == cpu;
}

/*
 * A CPU that goes offline looks into its own and the global queue only, and goes when all its
 * tasks are gone. So they go to the global queue, where the kernel finds them.
 */
static bool leave_to_kernel(struct bpf_iter_scx_dsq *waiting, struct task_struct *p)
{
	s32 own = scx_bpf_task_cpu(p);
	struct cpu_state *state = state_of(own);

	if (!state || state->online)
		return false;
	hotplug_at = scx_bpf_now();
	scx_bpf_kick_cpu(own, 0);
	return scx_bpf_dsq_move(waiting, p, SCX_DSQ_GLOBAL, 0);
}

/* Who waits longest of those that may run there. */
static bool give_task_to(s32 cpu)
{
	struct bpf_iter_scx_dsq waiting;
	bool given = false;
	u32 i;

	bpf_iter_scx_dsq_new(&waiting, CENTRAL_DSQ, 0);
	scx_repeat(i, LONGEST_WALK) {
		struct task_struct *p = bpf_iter_scx_dsq_next(&waiting);

		if (!p || given)
			break;
		if (!leave_to_kernel(&waiting, p) && may_run_on(p, cpu))
			given = scx_bpf_dsq_move(&waiting, p, SCX_DSQ_LOCAL_ON | cpu, 0);
	}
	bpf_iter_scx_dsq_destroy(&waiting);
	return given;
}

/* What the deciding CPU is for: a task for each CPU that asks, or whose task had its slice. */
static void serve_all(s32 here)
{
	u32 cpu;

	asked_at = 0;
	scx_repeat(cpu, scx_bpf_nr_cpu_ids()) {
		struct cpu_state *state = state_of(cpu);

		if (!state || !state->online || !(state->asks || has_had_its_slice(state)))
			continue;
		if (scx_bpf_dsq_nr_queued(SCX_DSQ_LOCAL_ON | cpu) || !give_task_to(cpu))
			continue;
		scx_count(STAT_HANDED);
		stop_asking(state);
		if (cpu != here)
			scx_bpf_kick_cpu(cpu, SCX_KICK_PREEMPT);
	}
}

/* A timer stays on the CPU that starts it. */
static void move_timer_here(s32 cpu)
{
	struct beat *beat = bpf_map_lookup_elem(&beats, &(u32){ 0 });

	if (with_timer && beat && timer_cpu != cpu &&
	    !bpf_timer_start(&beat->timer, TIMER_NS, BPF_F_TIMER_CPU_PIN))
		timer_cpu = cpu;
}

/* A CPU has nothing to run, or its task (`prev`) was disturbed or has had its slice. */
void BPF_STRUCT_OPS(central_dispatch, s32 cpu, struct task_struct *prev)
{
	struct cpu_state *state = state_of(cpu);
	bool others_wait = scx_bpf_dsq_nr_queued(CENTRAL_DSQ) > 0;

	scx_see_off();
	if (!state)
		return;
	if (prev && prev->scx.flags & SCX_TASK_QUEUED &&
	    !(others_wait && has_had_its_slice(state))) {
		scx_count(STAT_KEPT);
		scx_bpf_task_set_slice(prev, slice_to_give());
	} else {
		ask(state);
	}
	if (cpu == decider) {
		move_timer_here(cpu);
		serve_all(cpu);
	} else if (scx_bpf_dsq_nr_queued(CENTRAL_DSQ) > 0 && state->asks) {
		kick_decider();
	}
}

void BPF_STRUCT_OPS(central_running, struct task_struct *p)
{
	struct cpu_state *state = state_of(scx_bpf_task_cpu(p));

	if (!state)
		return;
	state->started_at = scx_bpf_now();
	stop_asking(state);
}

void BPF_STRUCT_OPS(central_stopping, struct task_struct *p, bool runnable)
{
	struct cpu_state *state = state_of(scx_bpf_task_cpu(p));

	if (state)
		state->started_at = 0;
}

/* The kernel brings some tasks to a CPU past us: pinned for a moment, or left by a hotplug. */
static bool has_others_waiting(s32 cpu)
{
	return scx_bpf_dsq_nr_queued(SCX_DSQ_LOCAL_ON | cpu) ||
	       scx_bpf_now() - hotplug_at < HOTPLUG_NS;
}

static int on_timer(void *map, int *key, struct beat *beat)
{
	bool is_needed = asking;
	u32 cpu;

	timer_cpu = bpf_get_smp_processor_id();
	scx_repeat(cpu, scx_bpf_nr_cpu_ids()) {
		struct cpu_state *state = state_of(cpu);

		if (!state || !has_had_its_slice(state))
			continue;
		if (has_others_waiting(cpu)) {
			scx_count(STAT_ENDED);
			scx_bpf_kick_cpu(cpu, SCX_KICK_PREEMPT);
		} else {
			is_needed = true;
		}
	}
	if (asked_at && (s64)(scx_bpf_now() - asked_at) > DEAF_NS)
		choose_decider(decider);
	if (is_needed && scx_bpf_dsq_nr_queued(CENTRAL_DSQ) > 0)
		kick_decider();
	bpf_timer_start(&beat->timer, TIMER_NS, BPF_F_TIMER_CPU_PIN);
	return 0;
}

void BPF_STRUCT_OPS(central_cpu_online, s32 cpu)
{
	struct cpu_state *state = state_of(cpu);

	scx_cpu_comes(cpu);
	if (state) {
		state->online = true;
		ask(state);
	}
	hotplug_at = scx_bpf_now();
	if (cpu == decider_wanted)
		choose_decider(-1);
}

void BPF_STRUCT_OPS(central_cpu_offline, s32 cpu)
{
	struct cpu_state *state = state_of(cpu);

	scx_leaving_cpu = cpu;
	if (state) {
		state->online = false;
		stop_asking(state);
	}
	hotplug_at = scx_bpf_now();
	if (cpu == decider)
		choose_decider(cpu);
	/* Its tasks leave the queue also when nobody asks. */
	give_task_to(NO_CPU);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(central_init)
{
	struct beat *beat = bpf_map_lookup_elem(&beats, &(u32){ 0 });
	u32 cpu;

	scx_repeat(cpu, scx_bpf_nr_cpu_ids()) {
		struct cpu_state *state = state_of(cpu);

		if (state)
			state->online = is_online(cpu);
	}
	decider = -1;
	choose_decider(-1);
	if (beat) {
		bpf_timer_init(&beat->timer, &beats, 1 /* CLOCK_MONOTONIC */);
		bpf_timer_set_callback(&beat->timer, on_timer);
	}
	return scx_bpf_create_dsq(CENTRAL_DSQ, -1);
}

/* Called once at the end, also when init failed or the kernel threw the scheduler out. */
void BPF_STRUCT_OPS(central_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(central_ops,
	       .select_cpu = (void *)central_select_cpu,
	       .enqueue = (void *)central_enqueue,
	       .dispatch = (void *)central_dispatch,
	       .running = (void *)central_running,
	       .stopping = (void *)central_stopping,
	       .cpu_online = (void *)central_cpu_online,
	       .cpu_offline = (void *)central_cpu_offline,
	       .init = (void *)central_init,
	       .exit = (void *)central_exit,
	       .flags = SWITCH_PARTIAL ? SCX_OPS_SWITCH_PARTIAL : 0,
	       .name = "central");
