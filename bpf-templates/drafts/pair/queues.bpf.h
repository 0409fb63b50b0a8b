/* SPDX-License-Identifier: GPL-2.0-only */
/* The queues of cgroups: each cgroup that has waiting tasks gets one, while there are some left. */
#ifndef __QUEUES_BPF_H
#define __QUEUES_BPF_H

#include <scx/common.bpf.h>

#define MAX_QUEUES 64 /* cgroups that wait at once, each in a queue of its own */
#define SPARE MAX_QUEUES /* the queue for the tasks of all others */
#define MAX_PROBES 8
#define IDLE_NS 1000000000ULL /* a queue that nobody used for so long is free for another cgroup */

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

#endif /* __QUEUES_BPF_H */
