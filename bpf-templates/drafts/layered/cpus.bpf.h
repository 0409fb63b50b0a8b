/* SPDX-License-Identifier: GPL-2.0-only */
/* The CPUs of layers: which are there for a task, and which of them are idle. */
#ifndef __CPUS_BPF_H
#define __CPUS_BPF_H

#include <scx/common.bpf.h>
#include "layered.h"

static bool is_ready[MAX_CPUS]; /* online, and not about to go */

/* An index that the verifier takes: init has made sure that there are no more CPUs. */
static u32 slot(s32 cpu)
{
	return (u32)cpu % MAX_CPUS;
}

static bool is_open(u32 layer)
{
	return layers[layer % LAYER_SLOTS].open;
}

static bool owns(u32 layer, u32 cpu)
{
	return layers_of_cpu[slot(cpu)] & (1U << layer);
}

static bool may_run_on(struct task_struct *p, u32 cpu)
{
	return is_ready[slot(cpu)] && bpf_cpumask_test_cpu(cpu, p->cpus_ptr);
}

/* Has the layer a CPU for this task? Most often it is the one where the task was. */
static bool fits(struct task_struct *p, u32 layer)
{
	u32 cpu = scx_bpf_task_cpu(p);

	if (owns(layer, cpu) && may_run_on(p, cpu))
		return true;
	scx_repeat(cpu, scx_bpf_nr_cpu_ids()) {
		if (owns(layer, cpu) && may_run_on(p, cpu))
			return true;
	}
	return false;
}

/* An idle CPU for the task, which then counts as taken; of any layer when `any`. -1: none. */
static s32 take_idle(struct task_struct *p, u32 layer, bool any)
{
	u32 cpu;

	scx_repeat(cpu, scx_bpf_nr_cpu_ids()) {
		if ((any || owns(layer, cpu)) && may_run_on(p, cpu) &&
		    scx_bpf_test_and_clear_cpu_idle(cpu))
			return cpu;
	}
	return -1;
}

static s32 find_idle(struct task_struct *p, u32 layer, bool is_misfit)
{
	const struct cpumask *idle = scx_bpf_get_idle_cpumask();
	bool all_busy = bpf_cpumask_empty(idle);
	u32 last = scx_bpf_task_cpu(p);
	s32 cpu;

	scx_bpf_put_idle_cpumask(idle);
	if (all_busy)
		return -1;
	if (owns(layer, last) && may_run_on(p, last) && scx_bpf_test_and_clear_cpu_idle(last))
		return last;
	cpu = take_idle(p, layer, is_misfit);
	if (cpu < 0 && is_open(layer))
		cpu = take_idle(p, layer, true);
	return cpu;
}

#endif /* __CPUS_BPF_H */
