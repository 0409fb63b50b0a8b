/* SPDX-License-Identifier: GPL-2.0-only */
/* The cores: two sibling CPUs each, and the cgroup that has them. */
#ifndef __CORES_BPF_H
#define __CORES_BPF_H

#include <scx/common.bpf.h>

#define ALONE (1ULL << 63) /* | cpu: an owner that the sibling never is */
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
 * Who may have the core. This CPU gets it for a cgroup unless the sibling is busy with
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

#endif /* __CORES_BPF_H */
