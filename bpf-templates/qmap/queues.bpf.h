/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The queues: pids in BPF maps, which the kernel knows nothing of. A task may die, or be taken back, while
 * its pid waits in here; the number beside the pid tells.
 */
#ifndef __QUEUES_BPF_H
#define __QUEUES_BPF_H

#include <scx/common.bpf.h>

#define MAX_QUEUES 5
#define QUEUE_LENGTH 4096
/* Whose pid waits longer than this is next, whatever its weight: the kernel gives up after 30 s. */
#define PATIENCE_NS 3000000000ULL

struct entry {
	s32 pid;
	u32 number;
	u64 since;
};

struct queue {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, QUEUE_LENGTH);
	__type(value, struct entry);
} queue0 SEC(".maps"), queue1 SEC(".maps"), queue2 SEC(".maps"), queue3 SEC(".maps"),
	queue4 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, MAX_QUEUES);
	__type(key, u32);
	__array(values, struct queue);
} queues SEC(".maps") = { .values = { &queue0, &queue1, &queue2, &queue3, &queue4 } };

/* Goes up whenever the task is queued or taken out: an entry with another number is stale. */
struct task_state {
	u32 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct task_state);
} task_states SEC(".maps");

/* Puts the task at the end of a queue; false when there is no room. */
static bool push(struct task_struct *p, u32 index)
{
	struct task_state *state = bpf_task_storage_get(&task_states, p, 0, 0);
	void *queue = bpf_map_lookup_elem(&queues, &index);

	if (!state || !queue)
		return false;
	struct entry entry = { .pid = p->pid, .number = ++state->number, .since = scx_bpf_now() };

	return !bpf_map_push_elem(queue, &entry, 0);
}

/* The queue whose first entry waits longest beyond patience; MAX_QUEUES if there is none. */
static u32 overdue_queue(void)
{
	u64 oldest = scx_bpf_now() - PATIENCE_NS;
	u32 found = MAX_QUEUES;
	struct entry first;
	u32 index;

	scx_repeat(index, MAX_QUEUES) {
		void *queue = bpf_map_lookup_elem(&queues, &index);

		if (queue && !bpf_map_peek_elem(queue, &first) && (s64)(first.since - oldest) < 0) {
			oldest = first.since;
			found = index;
		}
	}
	return found;
}

#endif /* __QUEUES_BPF_H */
