/* SPDX-License-Identifier: GPL-2.0-only */
/* The conditions that a task meets or not. What makes a task one of a layer stands in layered.bpf.c. */
#ifndef __CONDITIONS_BPF_H
#define __CONDITIONS_BPF_H

#include <scx/common.bpf.h>
#include "layered.h"

static bool is_below(struct task_struct *p, const volatile struct layer *layer)
{
	struct cgroup *cgroup = bpf_cgroup_ancestor(p->cgroups->dfl_cgrp, layer->cgroup_level);
	bool is_same;

	if (!cgroup)
		return false;
	is_same = cgroup->kn->id == layer->cgroup_id;
	bpf_cgroup_release(cgroup);
	return is_same;
}

static bool begins_with(const char *comm, const volatile char *prefix)
{
	u32 i;

	for (i = 0; i < COMM_LEN && prefix[i]; i++) {
		if (comm[i] != prefix[i])
			return false;
	}
	return true;
}

#endif /* __CONDITIONS_BPF_H */
