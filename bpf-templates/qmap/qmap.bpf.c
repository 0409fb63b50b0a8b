/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qmap: up to five queues by weight, kept in BPF maps.
 *
 * A task's weight chooses its queue. CPUs go round the queues, the heaviest first, and take twice
 * as many tasks from each queue as from the next lighter one. A map holds pids: what became of a
 * task while its pid waited is found out when the pid's turn comes.
 */
#include <scx/common.bpf.h>
#include <scx/counts.bpf.h>
#include <scx/hotplug.bpf.h>
#include "queues.bpf.h"

char _license[] SEC("license") = "GPL";

/* Exit information: why the scheduler ended, for whoever asks afterwards. */
UEI_DEFINE(uei);

/* Options. The program sets them before it loads the scheduler. */
const volatile u32 slice_us = 20000;
const volatile u32 queue_count = 5; /* 1 to MAX_QUEUES */
const volatile bool statistics = true;

/* Only tasks that ask for SCHED_EXT, or all of them. */
#define SWITCH_PARTIAL false

/* Entries that one dispatch looks at: a CPU can't stay here for long. */
#define MOST_LOOKS 32

/* Taken out of a map, on the way to a CPU. Looked into first: a task may have only this CPU. */
#define HANDOVER_DSQ 0
/* For tasks whose queue is full. */
#define OVERFLOW_DSQ 1

/* Counts begin with one for each queue: tasks taken from it. */
enum qmap_stat {
	STAT_LOCAL = MAX_QUEUES, /* straight to an idle CPU */
	STAT_BOUND, /* kernel threads of one CPU */
	STAT_KEPT, /* ran on, nobody of their queue waited */
	STAT_OVERFLOW, /* the queue was full */
	STAT_STALE, /* entries without a task that waits */
	STAT_OVERDUE, /* turns that went to who waited too long */
	STAT_COUNT,
};
SCX_COUNTERS(STAT_COUNT);

static u64 qmap_slice(void)
{
	return (u64)slice_us * 1000;
}

/* Start here: which task belongs into which queue. Nice 0 is 100; three steps of nice double it. */
static u32 queue_of(const struct task_struct *p)
{
	u32 weight = p->scx.weight;
	u32 level = weight < 50 ? 0 : weight < 100 ? 1 : weight < 200 ? 2 : weight < 400 ? 3 : 4;

	return level * queue_count / MAX_QUEUES;
}

/* And how many tasks a queue sends before the next one has its turn. */
static u32 share_of(u32 queue)
{
	return 1 << queue;
}

s32 BPF_STRUCT_OPS(qmap_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	bool is_idle = false;
	s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);

	if (is_idle) {
		scx_count(STAT_LOCAL);
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, qmap_slice(), 0);
	}
	return cpu;
}

void BPF_STRUCT_OPS(qmap_enqueue, struct task_struct *p, u64 enq_flags)
{
	s32 idle_cpu;

	/* Others may wait for what such a thread does, and no other CPU can do it. */
	if (p->flags & PF_KTHREAD && p->nr_cpus_allowed == 1 && enq_flags & SCX_ENQ_WAKEUP) {
		scx_count(STAT_BOUND);
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, qmap_slice(), enq_flags);
		return;
	}
	if (!push(p, queue_of(p))) {
		scx_count(STAT_OVERFLOW);
		scx_bpf_dsq_insert(p, OVERFLOW_DSQ, qmap_slice(), enq_flags);
	}
	if (!scx_can_signal())
		return;
	/* A CPU that has just become idle would not look again by itself. */
	idle_cpu = scx_bpf_pick_idle_cpu(p->cpus_ptr, 0);
	if (idle_cpu >= 0)
		scx_bpf_kick_cpu(idle_cpu, 0);
}

/* The kernel takes the task back, to change its weight, say. Its entry has to stay in the queue. */
void BPF_STRUCT_OPS(qmap_dequeue, struct task_struct *p, u64 deq_flags)
{
	struct task_state *state = bpf_task_storage_get(&task_states, p, 0, 0);

	if (state)
		state->number++;
}

/* Whose turn it is on a CPU, and how many tasks it may still send. */
struct turn {
	u32 queue;
	u32 left;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct turn);
} turns SEC(".maps");

static void next_turn(struct turn *turn)
{
	u32 overdue = overdue_queue();

	if (overdue < MAX_QUEUES) {
		scx_count(STAT_OVERDUE);
		turn->queue = overdue;
	} else {
		turn->queue = (turn->queue ?: queue_count) - 1;
	}
	turn->left = share_of(turn->queue);
}

/* Hands the entry's task over, if it still waits under this number. */
static void hand_over(const struct entry *entry, s32 cpu)
{
	struct task_struct *p = bpf_task_from_pid(entry->pid);
	struct task_state *state;

	if (!p) {
		scx_count(STAT_STALE);
		return;
	}
	state = bpf_task_storage_get(&task_states, p, 0, 0);
	if (state && state->number == entry->number) {
		s32 own = scx_bpf_task_cpu(p);

		/* A CPU that goes offline looks into its own and the global queue only. */
		scx_bpf_dsq_insert(p, scx_must_leave(p) ? SCX_DSQ_GLOBAL : HANDOVER_DSQ,
				   qmap_slice(), 0);
		/*
		 * Its own CPU may have seen empty queues in the meantime. Not SCX_KICK_IDLE, which
		 * spares a CPU that has looked but does not sleep yet.
		 */
		if (!bpf_cpumask_test_cpu(cpu, p->cpus_ptr))
			scx_bpf_kick_cpu(own, 0);
	} else {
		scx_count(STAT_STALE);
	}
	bpf_task_release(p);
}

/* The first task that is left in there is for another CPU. Has that one missed its kick? */
static void wake_first_of(u64 dsq)
{
	struct bpf_iter_scx_dsq waiting;
	struct task_struct *p;

	bpf_iter_scx_dsq_new(&waiting, dsq, 0);
	p = bpf_iter_scx_dsq_next(&waiting);
	if (p)
		scx_bpf_kick_cpu(scx_bpf_task_cpu(p), SCX_KICK_IDLE);
	bpf_iter_scx_dsq_destroy(&waiting);
}

static bool take_handed_over(void)
{
	bool is_taken = scx_bpf_dsq_move_to_local(HANDOVER_DSQ);

	if (scx_bpf_dsq_nr_queued(HANDOVER_DSQ) > 0)
		wake_first_of(HANDOVER_DSQ);
	if (scx_bpf_dsq_nr_queued(OVERFLOW_DSQ) > 0)
		wake_first_of(OVERFLOW_DSQ);
	return is_taken;
}

enum look { LOOK_EMPTY, LOOK_ENTRY, LOOK_PREV };

/* One look at the queue whose turn it is. Who runs here counts as the last one of its own queue. */
static enum look look(struct turn *turn, struct task_struct *prev, struct entry *entry)
{
	u32 index = turn->queue;
	void *queue = bpf_map_lookup_elem(&queues, &index);

	if (turn->left && queue && !bpf_map_pop_elem(queue, entry)) {
		turn->left--;
		scx_count(index);
		return LOOK_ENTRY;
	}
	if (turn->left && prev && (prev->scx.flags & SCX_TASK_QUEUED) && queue_of(prev) == index) {
		turn->left--;
		scx_count(STAT_KEPT);
		scx_bpf_task_set_slice(prev, qmap_slice());
		return LOOK_PREV;
	}
	next_turn(turn);
	return LOOK_EMPTY;
}

/* A CPU has nothing to run. `prev` is who ran here until now, perhaps with its slice used up. */
void BPF_STRUCT_OPS(qmap_dispatch, s32 cpu, struct task_struct *prev)
{
	struct turn *turn = bpf_map_lookup_elem(&turns, &(u32){ 0 });
	u32 empty = 0;
	u32 i;

	scx_see_off();
	if (!turn || take_handed_over())
		return;
	scx_repeat(i, MOST_LOOKS) {
		struct entry entry;
		enum look found = look(turn, prev, &entry);

		if (found == LOOK_PREV)
			return;
		if (found == LOOK_ENTRY) {
			empty = 0;
			hand_over(&entry, cpu);
			if (scx_bpf_dsq_move_to_local(HANDOVER_DSQ))
				return;
			continue;
		}
		/* Once between two turns; so neither they nor the queues can starve. */
		if (scx_bpf_dsq_move_to_local(OVERFLOW_DSQ) || ++empty > queue_count)
			return;
	}
	/* All of them stale, or for other CPUs: there may be more behind them. */
	scx_bpf_kick_cpu(cpu, 0);
}

s32 BPF_STRUCT_OPS(qmap_init_task, struct task_struct *p, struct scx_init_task_args *args)
{
	if (bpf_task_storage_get(&task_states, p, 0, BPF_LOCAL_STORAGE_GET_F_CREATE))
		return 0;
	return -ENOMEM;
}

/* What waits in a map for the CPU that goes is seen to when it is handed over. */
void BPF_STRUCT_OPS(qmap_cpu_offline, s32 cpu)
{
	scx_cpu_leaves(cpu, HANDOVER_DSQ);
	scx_cpu_leaves(cpu, OVERFLOW_DSQ);
}

void BPF_STRUCT_OPS(qmap_cpu_online, s32 cpu)
{
	scx_cpu_comes(cpu);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(qmap_init)
{
	s32 error = scx_bpf_create_dsq(HANDOVER_DSQ, -1);

	return error ?: scx_bpf_create_dsq(OVERFLOW_DSQ, -1);
}

/* Called once at the end, also when init failed or the kernel threw the scheduler out. */
void BPF_STRUCT_OPS(qmap_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(qmap_ops,
	       .select_cpu = (void *)qmap_select_cpu,
	       .enqueue = (void *)qmap_enqueue,
	       .dequeue = (void *)qmap_dequeue,
	       .dispatch = (void *)qmap_dispatch,
	       .init_task = (void *)qmap_init_task,
	       .cpu_online = (void *)qmap_cpu_online,
	       .cpu_offline = (void *)qmap_cpu_offline,
	       .init = (void *)qmap_init,
	       .exit = (void *)qmap_exit,
	       .flags = SWITCH_PARTIAL ? SCX_OPS_SWITCH_PARTIAL : 0,
	       .name = "qmap");
