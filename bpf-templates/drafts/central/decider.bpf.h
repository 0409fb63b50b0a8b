/* SPDX-License-Identifier: GPL-2.0-only */
/* The CPU that decides, and the CPUs that ask it for a task. */
#ifndef __DECIDER_BPF_H
#define __DECIDER_BPF_H

#include <scx/common.bpf.h>

/* The CPU that decides now. */
static s32 decider;
/* How many CPUs ask; since when no answer has come (0: none is due). */
static u64 asking;
static u64 asked_at;

struct cpu_state {
	u64 started_at; /* when its task began to run; 0 while it runs none of ours */
	u64 asks;
	bool online;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct cpu_state);
} cpus SEC(".maps");

static struct cpu_state *state_of(s32 cpu)
{
	return bpf_map_lookup_percpu_elem(&cpus, &(u32){ 0 }, cpu);
}

static void ask(struct cpu_state *state)
{
	if (!__sync_lock_test_and_set(&state->asks, 1))
		__sync_fetch_and_add(&asking, 1);
}

static void stop_asking(struct cpu_state *state)
{
	if (__sync_lock_test_and_set(&state->asks, 0))
		__sync_fetch_and_add(&asking, -1);
}

static bool is_online(s32 cpu)
{
	const struct cpumask *online = scx_bpf_get_online_cpumask();
	bool is_there = bpf_cpumask_test_cpu(cpu, online);

	scx_bpf_put_cpumask(online);
	return is_there;
}

/* The wanted CPU, or the first one in its place; not `except`, which goes or does not answer. */
static void choose_decider(s32 except)
{
	s32 found = -1;
	u32 cpu;

	scx_repeat(cpu, scx_bpf_nr_cpu_ids()) {
		if (cpu == except || !is_online(cpu))
			continue;
		if (found < 0 || cpu == decider_wanted)
			found = cpu;
	}
	if (found < 0 || found == decider)
		return;
	decider = found;
	asked_at = 0;
	scx_count(STAT_MOVED);
}

static void kick_decider(void)
{
	if (!asked_at)
		asked_at = scx_bpf_now();
	scx_bpf_kick_cpu(decider, SCX_KICK_PREEMPT);
}

#endif /* __DECIDER_BPF_H */
