/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simple: tasks share the CPUs by weight, in one queue for all of them.
 *
 * Each task has a virtual time (vtime): how long it ran, counted slower for heavy tasks and faster for
 * light ones. The queue is ordered by it, so whoever had least for its weight comes first. With fifo set,
 * whoever waits longest does.
 */
#include <scx/common.bpf.h>
#include <scx/counts.bpf.h>
#include <scx/hotplug.bpf.h>

char _license[] SEC("license") = "GPL";

/* Exit information: why the scheduler ended, for whoever asks afterwards. */
UEI_DEFINE(uei);

/*
 * Options. The program sets them before it loads the scheduler; without it they are what stands here.
 * The verifier knows their values and leaves out what they switch off.
 */
const volatile u32 slice_us = 20000;
const volatile bool fifo = false;
const volatile bool statistics = true;

/* Only tasks that ask for SCHED_EXT, or all of them. */
#define SWITCH_PARTIAL false

/* Our own queue: the kernel's SCX_DSQ_GLOBAL can't be ordered by vtime. */
#define SHARED_DSQ 0
#define NORMAL_WEIGHT 100 /* of nice 0, p->scx.weight */
/*
 * Those of nice 7 and nice -7, about. Between nice 19 and nice -20 lies a factor of 5900: a task would wait for
 * minutes after one slice, and the kernel ends a scheduler that lets one wait for 30 s.
 */
#define LEAST_WEIGHT 20
#define MOST_WEIGHT 500

/* Where the queue is: the largest vtime that its first task has had. */
static u64 vtime_now;

/* How long the task of each CPU had run in all its life when it began to run there. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} started SEC(".maps");

/* What is counted: straight to an idle CPU, into the queue, one more slice. */
enum simple_stat { STAT_LOCAL, STAT_QUEUED, STAT_KEPT, STAT_COUNT };
SCX_COUNTERS(STAT_COUNT);

static u64 simple_slice(void)
{
	return (u64)slice_us * 1000;
}

/* An idle CPU takes a waking task at once: nobody is ahead of it there. */
s32 BPF_STRUCT_OPS(simple_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	bool is_idle = false;
	s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);

	if (is_idle) {
		scx_count(STAT_LOCAL);
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, simple_slice(), 0);
	}
	return cpu;
}

void BPF_STRUCT_OPS(simple_enqueue, struct task_struct *p, u64 enq_flags)
{
	u64 vtime = p->scx.dsq_vtime;

	scx_count(STAT_QUEUED);
	/* Its only CPU is going offline, and will not look into our queue again. */
	if (scx_must_leave(p)) {
		scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, simple_slice(), enq_flags);
		return;
	}
	if (fifo) {
		scx_bpf_dsq_insert(p, SHARED_DSQ, simple_slice(), enq_flags);
		return;
	}
	/*
	 * Start here: how much a task may save up, and owe. Who slept for an hour has had less than all
	 * others, and would run alone until it has caught up; so it is never more than a slice behind. Who
	 * ran alone for an hour would wait until all others have; so it is never ahead by more than the
	 * lightest task is after a slice.
	 */
	if (time_before(vtime, vtime_now - simple_slice()))
		vtime = vtime_now - simple_slice();
	if (time_before(vtime_now + simple_slice() * NORMAL_WEIGHT / LEAST_WEIGHT, vtime))
		vtime = vtime_now + simple_slice() * NORMAL_WEIGHT / LEAST_WEIGHT;
	scx_bpf_dsq_insert_vtime(p, SHARED_DSQ, simple_slice(), vtime, enq_flags);
}

static u64 simple_weight(const struct task_struct *p)
{
	u64 weight = p->scx.weight;

	return weight < LEAST_WEIGHT ? LEAST_WEIGHT : weight > MOST_WEIGHT ? MOST_WEIGHT : weight;
}

/* Its virtual time if it stopped now: what was used counts half for twice the weight. */
static u64 vtime_of_running(const struct task_struct *p)
{
	u64 *started_at = bpf_map_lookup_elem(&started, &(u32){ 0 });
	u64 used = started_at ? p->se.sum_exec_runtime - *started_at : 0;

	return p->scx.dsq_vtime + used * NORMAL_WEIGHT / simple_weight(p);
}

/* The virtual time of the first task in the queue; false when there is none. */
static bool first_vtime(u64 *vtime)
{
	struct bpf_iter_scx_dsq waiting;
	struct task_struct *first;

	bpf_iter_scx_dsq_new(&waiting, SHARED_DSQ, 0);
	first = bpf_iter_scx_dsq_next(&waiting);
	if (first)
		*vtime = first->scx.dsq_vtime;
	bpf_iter_scx_dsq_destroy(&waiting);
	return first;
}

/*
 * A CPU needs a task: the first of the queue that may run here. Or `prev`, whose slice is used up and which
 * is in no queue at this moment: if it were not asked for, it would have every other turn at most.
 */
void BPF_STRUCT_OPS(simple_dispatch, s32 cpu, struct task_struct *prev)
{
	u64 first;

	scx_see_off();
	if (!fifo && first_vtime(&first)) {
		/* CPUs may race here: a step that is lost makes the queue's time late for a moment. */
		if (time_before(vtime_now, first))
			vtime_now = first;
		if (prev && prev->scx.flags & SCX_TASK_QUEUED &&
		    time_before(vtime_of_running(prev), first)) {
			scx_count(STAT_KEPT);
			scx_bpf_task_set_slice(prev, simple_slice());
			return;
		}
	}
	scx_bpf_dsq_move_to_local(SHARED_DSQ);
}

void BPF_STRUCT_OPS(simple_running, struct task_struct *p)
{
	u64 *started_at = bpf_map_lookup_elem(&started, &(u32){ 0 });

	if (started_at)
		*started_at = p->se.sum_exec_runtime;
}

/* It stops, on the same CPU. */
void BPF_STRUCT_OPS(simple_stopping, struct task_struct *p, bool runnable)
{
	scx_bpf_task_set_dsq_vtime(p, vtime_of_running(p));
}

/* New here: neither ahead nor behind. */
void BPF_STRUCT_OPS(simple_enable, struct task_struct *p)
{
	scx_bpf_task_set_dsq_vtime(p, vtime_now);
}

/* Without these two the kernel ends a scheduler when a CPU comes or goes. */
void BPF_STRUCT_OPS(simple_cpu_online, s32 cpu)
{
	scx_cpu_comes(cpu);
}

void BPF_STRUCT_OPS(simple_cpu_offline, s32 cpu)
{
	scx_cpu_leaves(cpu, SHARED_DSQ);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(simple_init)
{
	return scx_bpf_create_dsq(SHARED_DSQ, -1);
}

/* Called once at the end, also when init failed or the kernel threw the scheduler out. */
void BPF_STRUCT_OPS(simple_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(simple_ops,
	       .select_cpu = (void *)simple_select_cpu,
	       .enqueue = (void *)simple_enqueue,
	       .dispatch = (void *)simple_dispatch,
	       .running = (void *)simple_running,
	       .stopping = (void *)simple_stopping,
	       .enable = (void *)simple_enable,
	       .cpu_online = (void *)simple_cpu_online,
	       .cpu_offline = (void *)simple_cpu_offline,
	       .init = (void *)simple_init,
	       .exit = (void *)simple_exit,
	       .flags = SWITCH_PARTIAL ? SCX_OPS_SWITCH_PARTIAL : 0,
	       .name = "simple");
