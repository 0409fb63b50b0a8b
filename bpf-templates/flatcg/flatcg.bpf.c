/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * flatcg: the tree of cgroups as one flat list of shares, and tasks by cgroup.
 *
 * The share of a cgroup is its weight's part among the busy cgroups beside it, times the share of
 * the cgroup above, up to the root. Each cgroup has a queue of its own and a virtual time (vtime):
 * how long its tasks ran, divided by its share. A CPU takes from the cgroup that has the least.
 */
#include <scx/common.bpf.h>
#include <scx/counts.bpf.h>
#include <scx/hotplug.bpf.h>

char _license[] SEC("license") = "GPL";

/* Exit information: why the scheduler ended, for whoever asks afterwards. */
UEI_DEFINE(uei);

/*
 * Options. The program sets them before it loads the scheduler; without it they are what stands
 * here. The verifier knows their values and leaves out what they switch off.
 */
const volatile u32 slice_us = 20000;
const volatile bool fifo = false;
const volatile bool statistics = true;

enum flatcg_stat {
	STAT_LOCAL,
	STAT_QUEUED,
	STAT_TAKEN,
	STAT_KEPT,
	STAT_KERNEL,
	STAT_LATE,
	STAT_FULL,
	STAT_COUNT
};
SCX_COUNTERS(STAT_COUNT);

static u64 flatcg_slice(void)
{
	return (u64)slice_us * 1000;
}

#define LEAST_WEIGHT 20
#define MOST_WEIGHT 500

/* These build on the options and the counters above. */
#include "groups.bpf.h"
#include "order.bpf.h"

struct task_ctx {
	u32 place;
	u64 charged_at; /* up to then its time is counted */
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct task_ctx);
} tasks SEC(".maps");

static struct task_ctx *task_ctx_of(struct task_struct *p)
{
	return bpf_task_storage_get(&tasks, p, NULL, 0);
}

/*
 * Nice 7 and nice -7, about, are the ends. Between nice 19 and nice -20 lies a factor of 5900: a task would wait
 * for minutes after one slice, and the kernel ends a scheduler that lets one wait for 30 s.
 */
static u64 task_weight(const struct task_struct *p)
{
	u64 weight = p->scx.weight;

	return weight < LEAST_WEIGHT ? LEAST_WEIGHT : weight > MOST_WEIGHT ? MOST_WEIGHT : weight;
}

/* Counts what the task ran for since the last time. */
static void charge(struct task_struct *p, struct task_ctx *tctx, struct group *group)
{
	u64 now = scx_bpf_now();
	u64 used = time_before(tctx->charged_at, now) ? now - tctx->charged_at : 0;

	tctx->charged_at = now;
	group->seen_at = now;
	__sync_fetch_and_add(&group->vtime, vtime_of(used, group));
	scx_bpf_task_set_dsq_vtime(p, p->scx.dsq_vtime + used * NORMAL_WEIGHT / task_weight(p));
}

/* An idle CPU takes a waking task at once: nobody is ahead of it there. */
s32 BPF_STRUCT_OPS(flatcg_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	bool is_idle = false;
	s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);

	if (is_idle) {
		scx_count(STAT_LOCAL);
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, flatcg_slice(), 0);
	}
	return cpu;
}

void BPF_STRUCT_OPS(flatcg_enqueue, struct task_struct *p, u64 enq_flags)
{
	struct task_ctx *tctx = task_ctx_of(p);
	struct group *group = tctx ? group_at(tctx->place) : NULL;
	u64 vtime = p->scx.dsq_vtime, saved;

	/* What the kernel does for everybody must not wait for one cgroup's turn. */
	if (!group || p->flags & PF_KTHREAD) {
		scx_count(STAT_KERNEL);
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, flatcg_slice(),
				   enq_flags | (enq_flags & SCX_ENQ_WAKEUP ? SCX_ENQ_PREEMPT : 0));
		return;
	}
	scx_count(STAT_QUEUED);
	/* Its only CPU is going offline, and will not look into our queues again. */
	if (scx_must_leave(p)) {
		scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, flatcg_slice(), enq_flags);
		return;
	}
	group->seen_at = scx_bpf_now();
	if (scx_bpf_dsq_nr_queued(tctx->place) <= 0)
		group->served_at = group->seen_at;
	/*
	 * Start here: how much a cgroup may save up. After an idle hour it must not run alone for the
	 * next: one slice is kept.
	 */
	saved = vtime_of(flatcg_slice(), group);
	if (time_before(group->vtime, vtime_now - saved))
		group->vtime = vtime_now - saved;
	if (fifo) {
		scx_bpf_dsq_insert(p, tctx->place, flatcg_slice(), enq_flags);
		return;
	}
	/* The same among its tasks; and who ran alone for an hour must not wait until all others have. */
	if (time_before(vtime, group->task_vtime - flatcg_slice()))
		vtime = group->task_vtime - flatcg_slice();
	if (time_before(group->task_vtime + flatcg_slice() * NORMAL_WEIGHT / LEAST_WEIGHT, vtime))
		vtime = group->task_vtime + flatcg_slice() * NORMAL_WEIGHT / LEAST_WEIGHT;
	scx_bpf_dsq_insert_vtime(p, tctx->place, flatcg_slice(), vtime, enq_flags);
}

/* The cgroup whose turn it is may have nothing for this CPU, so the next one is asked as well. */
void BPF_STRUCT_OPS(flatcg_dispatch, s32 cpu, struct task_struct *prev)
{
	struct search search = { .now = scx_bpf_now(), .prev = NONE, .place = NONE };
	struct task_ctx *tctx = NULL;
	struct group *group;

	if (prev && prev->scx.flags & SCX_TASK_QUEUED && !(prev->flags & PF_KTHREAD))
		tctx = task_ctx_of(prev);
	if (tctx && (group = group_at(tctx->place))) {
		charge(prev, tctx, group);
		search.prev = tctx->place;
	}
	scx_see_off();
	update_shares(search.now);
	for (u32 i = 0; i < MAX_TRIES; i++) {
		if (!find_next(&search) || take_from(search.place, search.now))
			return;
		group = group_at(search.place);
		if (prev && group && search.place == search.prev) {
			scx_count(STAT_KEPT);
			if (time_before(vtime_now, group->vtime))
				vtime_now = group->vtime;
			scx_bpf_task_set_slice(prev, flatcg_slice());
			return;
		}
	}
	bpf_loop(nr_places, take_any, &search.now, 0);
}

/* CPUs may race here: a step that is lost makes a time late for a moment, and no more. */
void BPF_STRUCT_OPS(flatcg_running, struct task_struct *p)
{
	struct task_ctx *tctx = task_ctx_of(p);
	struct group *group = tctx ? group_at(tctx->place) : NULL;

	if (!group || p->flags & PF_KTHREAD)
		return;
	tctx->charged_at = group->seen_at = scx_bpf_now();
	if (time_before(vtime_now, group->vtime))
		vtime_now = group->vtime;
}

void BPF_STRUCT_OPS(flatcg_stopping, struct task_struct *p, bool runnable)
{
	struct task_ctx *tctx = task_ctx_of(p);
	struct group *group = tctx ? group_at(tctx->place) : NULL;

	if (group && !(p->flags & PF_KTHREAD))
		charge(p, tctx, group);
}

static void enter(struct task_struct *p, struct task_ctx *tctx, u32 place)
{
	struct group *group = group_at(place);

	tctx->place = place;
	if (group)
		scx_bpf_task_set_dsq_vtime(p, group->task_vtime);
}

s32 BPF_STRUCT_OPS(flatcg_init_task, struct task_struct *p, struct scx_init_task_args *args)
{
	struct task_ctx *tctx;

	tctx = bpf_task_storage_get(&tasks, p, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (!tctx)
		return -ENOMEM;
	enter(p, tctx, place_of(args->cgroup));
	return 0;
}

void BPF_STRUCT_OPS(flatcg_cgroup_move, struct task_struct *p, struct cgroup *from,
		    struct cgroup *to)
{
	struct task_ctx *tctx = task_ctx_of(p);

	if (tctx)
		enter(p, tctx, place_of(to));
}

s32 BPF_STRUCT_OPS_SLEEPABLE(flatcg_cgroup_init, struct cgroup *cgrp,
			     struct scx_cgroup_init_args *args)
{
	u64 id = cgrp->kn->id;
	u32 place = ROOT;
	struct group *group;

	if (cgrp->level > 0) {
		struct cgroup *above = bpf_cgroup_ancestor(cgrp, cgrp->level - 1);

		if (!above)
			return -ENOENT;
		place = new_place(id, place_of(above), args->weight);
		bpf_cgroup_release(above);
	}
	if (!bpf_map_update_elem(&places, &id, &place, BPF_ANY))
		return 0;
	/* No room to remember it: its tasks count as those of the root. */
	scx_count(STAT_FULL);
	group = group_at(place);
	if (group && group->id == id && place != ROOT)
		group->id = 0;
	return 0;
}

void BPF_STRUCT_OPS_SLEEPABLE(flatcg_cgroup_exit, struct cgroup *cgrp)
{
	struct group *group = group_at(place_of(cgrp));
	u64 id = cgrp->kn->id;

	if (group && group->id == id && cgrp->level > 0)
		group->id = 0;
	bpf_map_delete_elem(&places, &id);
}

void BPF_STRUCT_OPS(flatcg_cgroup_set_weight, struct cgroup *cgrp, u32 weight)
{
	struct group *group = group_at(place_of(cgrp));

	if (group && group->id == cgrp->kn->id)
		group->weight = weight;
}

void BPF_STRUCT_OPS(flatcg_cpu_online, s32 cpu)
{
	scx_cpu_comes(cpu);
}

static long leave_queue(u32 place, void *cpu)
{
	scx_cpu_leaves(*(s32 *)cpu, place);
	return 0;
}

void BPF_STRUCT_OPS(flatcg_cpu_offline, s32 cpu)
{
	bpf_loop(nr_places, leave_queue, &cpu, 0);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(flatcg_init)
{
	struct group *root = group_at(ROOT);

	if (!root)
		return -EINVAL;
	root->id = 1;
	root->above = NONE;
	root->weight = NORMAL_WEIGHT;
	root->share = WHOLE;
	return scx_bpf_create_dsq(ROOT, -1);
}

/* Called once at the end, also when init failed or the kernel threw the scheduler out. */
void BPF_STRUCT_OPS(flatcg_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(flatcg_ops,
	       .select_cpu = (void *)flatcg_select_cpu,
	       .enqueue = (void *)flatcg_enqueue,
	       .dispatch = (void *)flatcg_dispatch,
	       .running = (void *)flatcg_running,
	       .stopping = (void *)flatcg_stopping,
	       .init_task = (void *)flatcg_init_task,
	       .cgroup_init = (void *)flatcg_cgroup_init,
	       .cgroup_exit = (void *)flatcg_cgroup_exit,
	       .cgroup_move = (void *)flatcg_cgroup_move,
	       .cgroup_set_weight = (void *)flatcg_cgroup_set_weight,
	       .cpu_online = (void *)flatcg_cpu_online,
	       .cpu_offline = (void *)flatcg_cpu_offline,
	       .init = (void *)flatcg_init,
	       .exit = (void *)flatcg_exit,
	       .name = "flatcg");
