/* SPDX-License-Identifier: GPL-2.0-only */
/* The order: which cgroup is next for a CPU. */
#ifndef __ORDER_BPF_H
#define __ORDER_BPF_H

#include "groups.bpf.h"

#define MAX_TRIES 4
#define PATIENCE_NS 15000000000ULL /* half of what the kernel lets a task wait */

/* A search for the next cgroup in order: the least key above the last one's. */
struct search {
	u64 now;
	u32 prev; /* place of the task that would go on running; it is in no queue */
	u32 last, place;
	s64 last_key, key;
};

static long compare(u32 place, void *data)
{
	struct search *search = data;
	struct group *group = group_at(place);
	s32 queued = scx_bpf_dsq_nr_queued(place);

	if (!group || (queued <= 0 && place != search->prev))
		return 0;
	s64 key = group->vtime - vtime_now;

	/* A tiny share with many tasks: each must have run before the kernel loses its patience. */
	if (queued > 0 && time_before(group->served_at + PATIENCE_NS / queued, search->now))
		key -= 1LL << 62;
	if (search->last != NONE && (key < search->last_key ||
				     (key == search->last_key && place <= search->last)))
		return 0;
	if (search->place != NONE && key >= search->key)
		return 0;
	search->key = key;
	search->place = place;
	return 0;
}

static bool find_next(struct search *search)
{
	search->last = search->place;
	search->last_key = search->key;
	search->place = NONE;
	bpf_loop(nr_places, compare, search, 0);
	return search->place != NONE;
}

/* The time among the tasks of a cgroup: the largest that the first one in its queue has had. */
static void follow_first(u32 place, struct group *group)
{
	struct bpf_iter_scx_dsq waiting;
	struct task_struct *first;

	bpf_iter_scx_dsq_new(&waiting, place, 0);
	first = bpf_iter_scx_dsq_next(&waiting);
	if (first && time_before(group->task_vtime, first->scx.dsq_vtime))
		group->task_vtime = first->scx.dsq_vtime;
	bpf_iter_scx_dsq_destroy(&waiting);
}

static bool take_from(u32 place, u64 now)
{
	struct group *group = group_at(place);

	if (!group)
		return false;
	if (!fifo)
		follow_first(place, group);
	if (!scx_bpf_dsq_move_to_local(place))
		return false;
	if (time_before(group->served_at + PATIENCE_NS / 2, now))
		scx_count(STAT_LATE);
	group->served_at = now;
	scx_count(STAT_TAKEN);
	return true;
}

static long take_any(u32 place, void *now)
{
	return scx_bpf_dsq_nr_queued(place) > 0 && take_from(place, *(u64 *)now);
}

#endif /* __ORDER_BPF_H */
