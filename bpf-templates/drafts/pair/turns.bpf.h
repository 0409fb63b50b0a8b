/* SPDX-License-Identifier: GPL-2.0-only */
/* The turns: what a CPU does next, for its owner or for the cgroup that comes after it. */
#ifndef __TURNS_BPF_H
#define __TURNS_BPF_H

#include "cores.bpf.h"
#include "queues.bpf.h"

/* The queue that a CPU chose last. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u32);
} cursors SEC(".maps");

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

#endif /* __TURNS_BPF_H */
