/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The cgroups: each has a place in one flat array, which is also the number of its queue, and its share is
 * found here from those beside and above it.
 */
#ifndef __GROUPS_BPF_H
#define __GROUPS_BPF_H

#include <scx/common.bpf.h>

/* How many cgroups have a queue of their own. Tasks of more count as those of the one above. */
#define MAX_CGROUPS 256

#define MAX_DEPTH 32
#define ROOT 0
#define NONE (~0U)
#define WHOLE (1ULL << 20) /* a share of 1 */
#define NORMAL_WEIGHT 100 /* of nice 0, and of a new cgroup */
#define UPDATE_NS 10000000ULL /* how often shares are found anew */

struct group {
	u64 id; /* of the cgroup; 0 when nobody has this place */
	u32 above;
	u32 weight;
	u64 vtime;
	u64 share; /* of the tasks that are in this cgroup itself */
	u64 task_vtime; /* the same among its tasks: the largest that the first in the queue had */
	u64 seen_at; /* when a task of it was last ready or running */
	u64 served_at; /* when a CPU last took from its queue */
	/* For the update of that number: what is busy here, and if the one above has counted it. */
	u32 update, own_update, above_update;
	u64 weights;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_CGROUPS);
	__type(key, u32);
	__type(value, struct group);
} groups SEC(".maps");

/* A cgroup's id and its place in the array above, which is its queue's number as well. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, u64);
	__type(value, u32);
} places SEC(".maps");

static u64 vtime_now; /* the largest vtime of a cgroup whose turn it was */
static u32 nr_places = 1;
static u32 update_number, updating;
static u64 update_at;

static struct group *group_at(u32 place)
{
	return bpf_map_lookup_elem(&groups, &place);
}

static u32 place_of(struct cgroup *cgrp)
{
	u64 id = cgrp->kn->id;
	u32 *place = bpf_map_lookup_elem(&places, &id);

	return place ? *place : ROOT;
}

static u64 vtime_of(u64 ns, struct group *group)
{
	return ns * WHOLE / (group->share ?: 1);
}

/* The kernel brings cgroups here one by one, those above first. */
static long find_free(u32 place, void *found)
{
	struct group *group = group_at(place);

	if (!group || group->id)
		return 0;
	*(u32 *)found = place;
	return 1;
}

static u32 new_place(u64 id, u32 above, u32 weight)
{
	u32 place = NONE;

	bpf_loop(MAX_CGROUPS, find_free, &place, 0);
	struct group *group = group_at(place);
	s32 error = group ? scx_bpf_create_dsq(place, -1) : -ENOSPC;

	/* A queue is kept for the next cgroup that gets this place. */
	if (!group || (error && error != -EEXIST)) {
		scx_count(STAT_FULL);
		return above;
	}
	group->id = id;
	group->above = above;
	group->weight = weight;
	group->vtime = vtime_now;
	group->share = WHOLE;
	if (nr_places <= place)
		nr_places = place + 1;
	return place;
}

/* Adds the weight of a busy cgroup to the one above, of that one to the next, up to the root. */
static long add_weights(u32 place, void *now)
{
	struct group *group = group_at(place);

	if (!group || (scx_bpf_dsq_nr_queued(place) <= 0 &&
		       time_before(group->seen_at + flatcg_slice() + UPDATE_NS, *(u64 *)now)))
		return 0;
	group->own_update = update_number;
	for (u32 depth = 0, weight = NORMAL_WEIGHT; group && depth < MAX_DEPTH; depth++) {
		if (group->update != update_number)
			group->weights = 0;
		group->update = update_number;
		group->weights += weight;
		if (group->above_update == update_number || group->above == NONE)
			break;
		group->above_update = update_number;
		weight = group->weight;
		group = group_at(group->above);
	}
	return 0;
}

/*
 * What a cgroup's share is. Tasks in a cgroup that has busy cgroups below it count
 * together like one more of those, of normal weight.
 */
static long set_share(u32 place, void *unused)
{
	struct group *group = group_at(place), *own = group;
	u64 share = WHOLE, weight = NORMAL_WEIGHT;

	if (!own || own->own_update != update_number)
		return 0;
	for (u32 depth = 0; group && depth < MAX_DEPTH; depth++) {
		share = share * weight / (group->weights ?: 1);
		weight = group->weight;
		group = group_at(group->above);
	}
	own->share = share ?: 1;
	return 0;
}

/* One CPU at a time, and not more often than has a use. */
static void update_shares(u64 now)
{
	if (time_before(now, update_at) || __sync_val_compare_and_swap(&updating, 0, 1))
		return;
	update_number++;
	bpf_loop(nr_places, add_weights, &now, 0);
	bpf_loop(nr_places, set_share, NULL, 0);
	update_at = now + UPDATE_NS;
	__sync_val_compare_and_swap(&updating, 1, 0);
}

#endif /* __GROUPS_BPF_H */
