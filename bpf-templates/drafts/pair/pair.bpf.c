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
#define MAX_QUEUES 64 /* cgroups that wait at once, each in a queue of its own */
#define SPARE MAX_QUEUES /* the queue for the tasks of all others */

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

#define ALONE (1ULL << 63) /* | cpu: an owner that the sibling never is */
#define MAX_PROBES 8
#define MAX_LOOK 32
#define IDLE_NS 1000000000ULL /* a queue that nobody used for so long is free for another cgroup */
#define OVERDUE_NS 1000000000ULL /* real-time tasks can keep a CPU from letting go for so long */

/* Two siblings; `busy`, `waiting` and `chooser` are bits of them, 1 for the lower CPU. */
struct core {
	struct bpf_spin_lock lock;
	u32 busy; /* has a task of the owner, running or about to */
	u32 waiting; /* found the other one busy with a cgroup that it has no task of */
	u32 chooser; /* says what comes next; alternates, or tasks bound to one CPU could starve */
	u64 owner; /* id of a cgroup */
	u64 until; /* end of its turn */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_CPUS);
	__type(key, u32);
	__type(value, struct core);
} cores SEC(".maps");

struct queue {
	u64 id; /* of the cgroup */
	u64 used_at;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_QUEUES);
	__type(key, u32);
	__type(value, struct queue);
} queues SEC(".maps");

/* The queue that a CPU chose last. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u32);
} cursors SEC(".maps");

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

/* A CPU's core, and what it is there. */
struct place {
	struct core *core;
	s32 sibling; /* itself when it has none */
	u32 me;
	u64 now;
};

static bool place_of(s32 cpu, struct place *place)
{
	u32 lower, sibling = cpu / stride % 2 ? cpu - stride : cpu + stride;

	if ((u32)cpu >= MAX_CPUS)
		return false;
	if (siblings_known)
		sibling = siblings[cpu];
	if (sibling >= scx_bpf_nr_cpu_ids())
		sibling = cpu;
	lower = sibling < cpu ? sibling : cpu;
	place->core = bpf_map_lookup_elem(&cores, &lower);
	place->sibling = sibling;
	place->me = lower == cpu ? 1 : 2;
	place->now = scx_bpf_now();
	return place->core;
}

static u64 cgroup_of(struct task_struct *p)
{
	return p->cgroups->dfl_cgrp->kn->id;
}

static struct queue *queue_at(u32 number)
{
	return bpf_map_lookup_elem(&queues, &number);
}

/* The queue of a cgroup, SPARE if it has none. With `add` it gets one that nobody needs now. */
static u32 queue_of(u64 id, u64 now, bool add)
{
	for (u32 i = 0; i < MAX_PROBES; i++) {
		u32 number = (id + i) % MAX_QUEUES;
		struct queue *queue = queue_at(number);

		if (queue && queue->id == id) {
			queue->used_at = now;
			return number;
		}
	}
	for (u32 i = 0; add && i < MAX_PROBES; i++) {
		u32 number = (id + i) % MAX_QUEUES;
		struct queue *queue = queue_at(number);
		u64 old = queue ? queue->id : 0;

		if (!queue || (old && (time_before(now, queue->used_at + IDLE_NS) ||
				       scx_bpf_dsq_nr_queued(number) > 0)))
			continue;
		queue->used_at = now;
		if (__sync_val_compare_and_swap(&queue->id, old, id) == old)
			return number;
	}
	return SPARE;
}

/* True when the sibling waits for this. */
static bool core_leave(struct place *place)
{
	struct core *core = place->core;
	bool awaited;

	bpf_spin_lock(&core->lock);
	core->busy &= ~place->me;
	core->waiting &= ~place->me;
	awaited = core->waiting;
	bpf_spin_unlock(&core->lock);
	return awaited;
}

/*
 * Start here: who may have the core. This CPU gets it for a cgroup unless the sibling is busy with
 * another one; `until` is the end of the new turn, 0 goes on with the old one.
 */
static bool core_take(struct place *place, u64 id, u64 until)
{
	struct core *core = place->core;
	bool mine;

	bpf_spin_lock(&core->lock);
	mine = !(core->busy & ~place->me) || (core->owner == id && !(id & ALONE));
	if (mine) {
		core->busy |= place->me;
		core->waiting &= ~place->me;
		core->owner = id;
		if (until)
			core->until = until;
	}
	bpf_spin_unlock(&core->lock);
	return mine;
}

static u64 task_slice(struct core *core, u64 now)
{
	u64 left = time_before(now, core->until) ? core->until - now : 1;

	return left < slice_us * 1000ULL ? left : slice_us * 1000ULL;
}

/* Goes on with the owner: its next task, or the one that ran until now. */
static bool join(struct place *place, struct task_struct *prev, u64 until)
{
	u64 owner = place->core->owner;
	u32 queue = queue_of(owner, place->now, false);

	if (!owner || !core_take(place, owner, until))
		return false;
	if (queue != SPARE && scx_bpf_dsq_move_to_local(queue)) {
		scx_count(STAT_JOINED);
		return true;
	}
	if (prev && cgroup_of(prev) == owner) {
		scx_count(STAT_KEPT);
		scx_bpf_task_set_slice(prev, task_slice(place->core, place->now));
		return true;
	}
	core_leave(place);
	return false;
}

struct search {
	struct place place;
	u32 cursor;
	bool found, barred;
};

static long find_rival(u32 number, void *data)
{
	struct search *search = data;
	struct queue *queue = queue_at(number);

	if (scx_bpf_dsq_nr_queued(number) <= 0 || (queue && queue->id == search->place.core->owner))
		return 0;
	search->found = true;
	return 1;
}

/* Each CPU goes through all queues in turn, so each that it can serve has its turn. */
static long try_queue(u32 step, void *data)
{
	struct search *search = data;
	struct place *place = &search->place;
	u32 number = (search->cursor + 1 + step) % (MAX_QUEUES + 1);
	struct queue *queue = queue_at(number);
	u64 id = queue ? queue->id : ALONE | place->me;
	bool found;

	if (scx_bpf_dsq_nr_queued(number) <= 0)
		return 0;
	if (!core_take(place, id, place->now + turn_us * 1000ULL)) {
		search->barred = true;
		return 1;
	}
	found = scx_bpf_dsq_move_to_local(number);
	if (found)
		search->cursor = number;
	else
		core_leave(place);
	search->found = found;
	return found;
}

/* A turn for the next cgroup that has something for this CPU; its sibling may join in. */
static bool choose(struct search *search, struct task_struct *prev)
{
	struct place *place = &search->place;
	u32 zero = 0, *cursor = bpf_map_lookup_elem(&cursors, &zero);

	search->cursor = cursor ? *cursor : 0;
	search->found = search->barred = false;
	bpf_loop(MAX_QUEUES + 1, try_queue, search, 0);
	if (cursor)
		*cursor = search->cursor;
	if (!search->found && !search->barred && prev &&
	    core_take(place, cgroup_of(prev), place->now + turn_us * 1000ULL)) {
		scx_bpf_task_set_slice(prev, task_slice(place->core, place->now));
		search->found = true;
	}
	return search->found;
}

enum verdict { CHOOSE, WAIT, EVICT, PASS };

/* May this CPU say whose turn it is? Not while its sibling is busy, or waits to say so itself. */
static enum verdict may_choose(struct place *place)
{
	struct core *core = place->core;
	bool overdue, broken = false;
	enum verdict verdict = CHOOSE;

	/* From here to the switch the sibling may already begin: nothing slow comes now. */
	bpf_spin_lock(&core->lock);
	core->busy &= ~place->me;
	core->waiting &= ~place->me;
	overdue = time_before(core->until + OVERDUE_NS, place->now);
	if (overdue && core->busy & ~place->me) {
		broken = true;
		core->busy = 0;
	}
	if (core->busy & ~place->me)
		verdict = time_before(place->now, core->until) ? WAIT : EVICT;
	else if (!overdue && core->chooser != place->me && core->waiting & ~place->me)
		verdict = PASS;
	if (verdict == CHOOSE)
		core->chooser = 3 - place->me;
	else
		core->waiting |= place->me;
	bpf_spin_unlock(&core->lock);
	if (broken)
		scx_count(STAT_OVERDUE);
	return verdict;
}

/* There is work, and none of it is the owner's: a new turn, or idleness until there may be one. */
static bool new_turn(struct search *search, struct task_struct *prev)
{
	struct place *place = &search->place;
	enum verdict verdict = may_choose(place);

	if (verdict == CHOOSE && choose(search, prev)) {
		scx_count(STAT_TURN);
		if (place->core->busy != 3)
			scx_bpf_kick_cpu(place->sibling, SCX_KICK_IDLE);
		return true;
	}
	if (verdict == CHOOSE)
		return false;
	scx_count(STAT_WAITED);
	if (verdict == EVICT) {
		scx_count(STAT_EVICTED);
		scx_bpf_kick_cpu(place->sibling, SCX_KICK_PREEMPT);
	} else if (verdict == PASS) {
		scx_bpf_kick_cpu(place->sibling, SCX_KICK_IDLE);
	}
	return true;
}

/* This CPU has stopped what it ran, and runs no user code before this says what comes next. */
void BPF_STRUCT_OPS(pair_dispatch, s32 cpu, struct task_struct *prev)
{
	struct search search = {};
	struct place *place = &search.place;

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
