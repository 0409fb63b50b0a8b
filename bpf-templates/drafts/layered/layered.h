/* SPDX-License-Identifier: GPL-2.0-only */
/* What the scheduler and its program both have to know about layers. */
#ifndef LAYERS_H
#define LAYERS_H

#define MAX_LAYERS 8 /* and one more, for tasks that no layer wants */
#define COMM_LEN 16  /* a command's name, with its last 0 */

/*
 * Array sizes are powers of two: what is left by % of such a number the verifier takes as an index.
 */
#define LAYER_SLOTS 16
#define MAX_CPUS 1024

struct layer {
	char name[COMM_LEN];
	char comm[COMM_LEN]; /* begins with; empty: any */
	s32 nice_min;
	s32 nice_max;
	u64 cgroup_id; /* in or below this one; 0: any */
	u32 cgroup_level;
	u32 slice_us; /* 0: as all */
	bool open; /* may have idle CPUs of others */
};

enum layer_stat {
	STAT_LOCAL,
	STAT_QUEUED,
	STAT_GUEST,
	STAT_RECALLED,
	STAT_MISFIT,
	STAT_BOUND,
	STAT_RESCUED,
	STAT_DRAINED,
	STAT_RUNS, /* from here on, one for each layer */
	STAT_COUNT = STAT_RUNS + MAX_LAYERS + 1
};

#endif /* LAYERS_H */
