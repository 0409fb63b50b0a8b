/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * userland: a program chooses who is next; the kernel's part only carries its choices out.
 *
 * A task that becomes ready waits in one queue and is told to the program over a ring buffer. The program
 * sends back who is next over another one; a CPU that has nothing to run moves those from the queue
 * of all that wait to the queue of the chosen, and takes the first.
 *
 * Nobody is lost when the program is late, wrong or dead: every task waits in a queue of the kernel's from the
 * beginning. Without a sign of life, or when a task has waited too long, CPUs take from that queue themselves.
 */
#include <scx/common.bpf.h>
#include <scx/counts.bpf.h>
#include <scx/hotplug.bpf.h>
#include "userland.h"

char _license[] SEC("license") = "GPL";

/* Exit information: why the scheduler ended, for whoever asks afterwards. */
UEI_DEFINE(uei);

/* Options. The program sets them before it loads the scheduler. */
const volatile u32 slice_us = 20000;
const volatile bool statistics = true;
/* Who chooses: its threads never wait for themselves. */
const volatile s32 program_pid = 0;

/* Only tasks that ask for SCHED_EXT, or all of them. */
#define SWITCH_PARTIAL false

#define WAITING_DSQ 0
#define CHOSEN_DSQ 1
#define RING_BYTES (256 * 1024)
/* The most choices that one dispatch takes over. */
#define BATCH 16
#define SILENT_NS (100 * 1000 * 1000ULL)
#define FORGOTTEN_NS (2000 * 1000 * 1000ULL)

/* The program's clock at its last sign of life (CLOCK_MONOTONIC). */
u64 alive_ns;
/* How many of its choices were taken over, and how many of them wait for a CPU. */
u64 taken;
u32 ready;
/* Where the program takes the CPU from who runs there, or -1. */
static s32 interrupted_cpu = -1;

enum userland_stat { STAT_TOLD, STAT_CHOSEN, STAT_GONE, STAT_BYPASSED, STAT_RESCUED, STAT_COUNT };
SCX_COUNTERS(STAT_COUNT);

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, RING_BYTES);
} waiting SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, RING_BYTES);
} choices SEC(".maps");

/* Choices on their way from the ring to the queue: a callback of the ring can't move tasks. */
struct batch {
	u32 count;
	struct userland_choice choice[BATCH];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct batch);
} batches SEC(".maps");

struct waiter {
	u64 since_ns;
	/* Its slice is over when it ran for so long in all its life. */
	u64 until_ns;
	/* What it had of its slice when the program took its CPU. */
	u64 left_ns;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct waiter);
} waiters SEC(".maps");

static u64 userland_slice(void)
{
	return (u64)slice_us * 1000;
}

static bool is_silent(void)
{
	return bpf_ktime_get_ns() - alive_ns > SILENT_NS;
}

/*
 * Who can't wait for the program: the kernel's own threads, which it may be waiting for. But only when they wake
 * up. The global queue comes before all others, and who came back to it after each slice would keep those out.
 */
static bool is_urgent(const struct task_struct *p, u64 enq_flags)
{
	return p->flags & PF_KTHREAD && enq_flags & SCX_ENQ_WAKEUP;
}

/* Who went to sleep, or is about to, finds what waits for it now. */
static void wake_cpu_for(struct task_struct *p)
{
	s32 cpu;

	if (!scx_can_signal())
		return;
	cpu = scx_bpf_pick_idle_cpu(p->cpus_ptr, 0);
	scx_bpf_kick_cpu(cpu >= 0 ? cpu : scx_bpf_task_cpu(p), SCX_KICK_IDLE);
}

static void tell(struct task_struct *p)
{
	struct userland_task *task = bpf_ringbuf_reserve(&waiting, sizeof(*task), 0);

	if (!task)
		return; /* Full: the program is far behind, and the task is taken when it has waited too long. */
	task->pid = p->pid;
	task->weight = p->scx.weight;
	task->ran_ns = p->se.sum_exec_runtime;
	/* Without a wakeup the program sees it when it looks by itself. */
	bpf_ringbuf_submit(task, scx_can_signal() ? 0 : BPF_RB_NO_WAKEUP);
	scx_count(STAT_TOLD);
}

/* Wakes the program up: a message about nobody. */
static void ask_for_choices(void)
{
	struct userland_task *nobody = bpf_ringbuf_reserve(&waiting, sizeof(*nobody), 0);

	if (!nobody)
		return;
	nobody->pid = 0;
	bpf_ringbuf_submit(nobody, BPF_RB_FORCE_WAKEUP);
}

/* The program runs at once: everybody else waits for it. */
static void let_program_in(struct task_struct *p, u64 enq_flags)
{
	interrupted_cpu = scx_bpf_task_cpu(p);
	scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, userland_slice(), enq_flags | SCX_ENQ_PREEMPT);
}

void BPF_STRUCT_OPS(userland_enqueue, struct task_struct *p, u64 enq_flags)
{
	struct waiter *waiter;

	if (p->tgid == program_pid) {
		let_program_in(p, enq_flags);
		return;
	}
	waiter = bpf_task_storage_get(&waiters, p, 0, 0);
	if (waiter && waiter->left_ns) {
		/* It goes on where it was as soon as the program sleeps. */
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, waiter->left_ns, enq_flags);
		waiter->left_ns = 0;
		return;
	}
	if (is_urgent(p, enq_flags) || scx_must_leave(p)) {
		scx_count(STAT_BYPASSED);
		scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, userland_slice(), enq_flags);
		wake_cpu_for(p);
		return;
	}
	waiter = bpf_task_storage_get(&waiters, p, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (waiter)
		waiter->since_ns = bpf_ktime_get_ns();
	/* Start here: what the program is told of a task, and so what it can choose by. */
	scx_bpf_dsq_insert(p, WAITING_DSQ, userland_slice(), enq_flags);
	if (is_silent())
		wake_cpu_for(p);
	else
		tell(p);
}

static long take_choice(struct bpf_dynptr *message, void *unused)
{
	u32 zero = 0;
	struct batch *batch = bpf_map_lookup_elem(&batches, &zero);
	u32 slot;

	if (!batch)
		return 1;
	slot = batch->count;
	if (slot >= BATCH)
		return 1;
	if (!bpf_dynptr_read(&batch->choice[slot], sizeof(batch->choice[0]), message, 0, 0))
		batch->count = slot + 1;
	return slot + 1 >= BATCH; /* 1 ends it; what is left stays in the ring. */
}

static void move_chosen(struct bpf_iter_scx_dsq *waiting_tasks, const struct userland_choice *choice)
{
	struct task_struct *p = bpf_task_from_pid(choice->pid);

	scx_bpf_dsq_move_set_slice(waiting_tasks, choice->slice_us * 1000ULL);
	if (p && scx_bpf_dsq_move(waiting_tasks, p, CHOSEN_DSQ, 0)) {
		scx_count(STAT_CHOSEN);
		wake_cpu_for(p);
	} else {
		scx_count(STAT_GONE); /* It ended, or does not wait any more. */
	}
	if (p)
		bpf_task_release(p);
}

static void carry_out(void)
{
	u32 zero = 0, slot;
	struct batch *batch = bpf_map_lookup_elem(&batches, &zero);
	struct bpf_iter_scx_dsq waiting_tasks;

	if (!batch)
		return;
	batch->count = 0;
	bpf_user_ringbuf_drain(&choices, take_choice, NULL, BPF_RB_NO_WAKEUP);
	bpf_iter_scx_dsq_new(&waiting_tasks, WAITING_DSQ, 0);
	for (slot = 0; slot < BATCH && slot < batch->count; slot++)
		move_chosen(&waiting_tasks, &batch->choice[slot]);
	bpf_iter_scx_dsq_destroy(&waiting_tasks);
	__sync_fetch_and_add(&taken, slot);
}

/* Who waits longest has waited too long: the program has forgotten it, or was never told. */
static bool is_forgotten(void)
{
	struct bpf_iter_scx_dsq waiting_tasks;
	struct waiter *waiter = NULL;
	struct task_struct *p;
	bool forgotten = false;

	bpf_iter_scx_dsq_new(&waiting_tasks, WAITING_DSQ, 0);
	p = bpf_iter_scx_dsq_next(&waiting_tasks);
	if (p)
		waiter = bpf_task_storage_get(&waiters, p, 0, 0);
	if (waiter)
		forgotten = bpf_ktime_get_ns() - waiter->since_ns > FORGOTTEN_NS;
	else
		forgotten = p != NULL;
	bpf_iter_scx_dsq_destroy(&waiting_tasks);
	return forgotten;
}

/* Without the program. */
static bool rescue(void)
{
	if (!scx_bpf_dsq_move_to_local(WAITING_DSQ))
		return false;
	scx_count(STAT_RESCUED);
	return true;
}

/* The forgotten come before the chosen, of whom there may always be some. */
void BPF_STRUCT_OPS(userland_dispatch, s32 cpu, struct task_struct *prev)
{
	scx_see_off();
	carry_out();
	if (is_forgotten() && rescue())
		return;
	if (scx_bpf_dsq_move_to_local(CHOSEN_DSQ)) {
		ready = scx_bpf_dsq_nr_queued(CHOSEN_DSQ);
		return;
	}
	ready = 0; /* What may be left there is for other CPUs. */
	if (is_silent())
		rescue();
	else if (scx_bpf_dsq_nr_queued(WAITING_DSQ) > 0)
		ask_for_choices();
}

void BPF_STRUCT_OPS(userland_running, struct task_struct *p)
{
	struct waiter *waiter = bpf_task_storage_get(&waiters, p, 0, 0);

	if (waiter)
		waiter->until_ns = p->se.sum_exec_runtime + p->scx.slice;
}

/*
 * To let the program in, the kernel takes the whole slice of who runs there. That task was chosen and has to get
 * the rest, or the program's wakeups would make all slices alike.
 */
void BPF_STRUCT_OPS(userland_stopping, struct task_struct *p, bool runnable)
{
	struct waiter *waiter = bpf_task_storage_get(&waiters, p, 0, 0);
	bool interrupted = scx_bpf_task_cpu(p) == interrupted_cpu;

	if (interrupted)
		interrupted_cpu = -1;
	if (!waiter)
		return;
	waiter->left_ns = 0;
	if (runnable && interrupted && waiter->until_ns > p->se.sum_exec_runtime)
		waiter->left_ns = waiter->until_ns - p->se.sum_exec_runtime;
}

void BPF_STRUCT_OPS(userland_cpu_online, s32 cpu)
{
	scx_cpu_comes(cpu);
}

/* Any CPU takes what waits here, but for tasks that can't leave their CPU at the moment. */
void BPF_STRUCT_OPS(userland_cpu_offline, s32 cpu)
{
	scx_cpu_leaves(cpu, WAITING_DSQ);
	scx_cpu_leaves(cpu, CHOSEN_DSQ);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(userland_init)
{
	s32 error = scx_bpf_create_dsq(WAITING_DSQ, -1);

	return error ?: scx_bpf_create_dsq(CHOSEN_DSQ, -1);
}

void BPF_STRUCT_OPS(userland_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(userland_ops,
	       .enqueue = (void *)userland_enqueue,
	       .dispatch = (void *)userland_dispatch,
	       .running = (void *)userland_running,
	       .stopping = (void *)userland_stopping,
	       .cpu_online = (void *)userland_cpu_online,
	       .cpu_offline = (void *)userland_cpu_offline,
	       .init = (void *)userland_init,
	       .exit = (void *)userland_exit,
	       .flags = SWITCH_PARTIAL ? SCX_OPS_SWITCH_PARTIAL : 0,
	       .name = "userland");
