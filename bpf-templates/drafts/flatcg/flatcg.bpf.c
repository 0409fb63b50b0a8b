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

/* How many cgroups have a queue of their own. Tasks of more count as those of the one above. */
#define MAX_CGROUPS 256

#define MAX_DEPTH 32
#define ROOT 0
#define NONE (~0U)
#define MAX_TRIES 4
#define WHOLE (1ULL << 20) /* a share of 1 */
#define NORMAL_WEIGHT 100 /* of nice 0, and of a new cgroup */
#define UPDATE_NS 10000000ULL /* how often shares are found anew */
#define PATIENCE_NS 15000000000ULL /* half of what the kernel lets a task wait */

struct group {
	u64 id; /* of the cgroup; 0 when nobody has this place */
	u32 above;
	u32 weight;
	u64 vtime;
	u64 share; /* of the tasks that are in this cgroup itself */
	u64 task_vtime; /* the same among its tasks: the largest of one that began to run */
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

static u64 vtime_now; /* the largest vtime of a cgroup whose turn it was */
static u32 nr_places = 1;
static u32 update_number, updating;
static u64 update_at;

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

static struct group *group_at(u32 place)
{
	return bpf_map_lookup_elem(&groups, &place);
}

static struct task_ctx *task_ctx_of(struct task_struct *p)
{
	return bpf_task_storage_get(&tasks, p, NULL, 0);
}

static u64 vtime_of(u64 ns, struct group *group)
{
	return ns * WHOLE / (group->share ?: 1);
}

/* Counts what the task ran for since the last time. */
static void charge(struct task_struct *p, struct task_ctx *tctx, struct group *group)
{
	u64 now = scx_bpf_now();
	u64 used = time_before(tctx->charged_at, now) ? now - tctx->charged_at : 0;

	tctx->charged_at = now;
	group->seen_at = now;
	__sync_fetch_and_add(&group->vtime, vtime_of(used, group));
	scx_bpf_task_set_dsq_vtime(p, p->scx.dsq_vtime + used * NORMAL_WEIGHT / p->scx.weight);
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
 * Start here: what a cgroup's share is. Tasks in a cgroup that has busy cgroups below it count
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

static bool take_from(u32 place, u64 now)
{
	struct group *group = group_at(place);

	if (!group || !scx_bpf_dsq_move_to_local(place))
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
	/* After an idle hour a cgroup must not run alone for the next: one slice is kept. */
	saved = vtime_of(flatcg_slice(), group);
	if (time_before(group->vtime, vtime_now - saved))
		group->vtime = vtime_now - saved;
	if (fifo) {
		scx_bpf_dsq_insert(p, tctx->place, flatcg_slice(), enq_flags);
		return;
	}
	if (time_before(vtime, group->task_vtime - flatcg_slice()))
		vtime = group->task_vtime - flatcg_slice();
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
	if (time_before(group->task_vtime, p->scx.dsq_vtime))
		group->task_vtime = p->scx.dsq_vtime;
}

void BPF_STRUCT_OPS(flatcg_stopping, struct task_struct *p, bool runnable)
{
	struct task_ctx *tctx = task_ctx_of(p);
	struct group *group = tctx ? group_at(tctx->place) : NULL;

	if (group && !(p->flags & PF_KTHREAD))
		charge(p, tctx, group);
}

static u32 place_of(struct cgroup *cgrp)
{
	u64 id = cgrp->kn->id;
	u32 *place = bpf_map_lookup_elem(&places, &id);

	return place ? *place : ROOT;
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
