/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters for what happens to tasks. Each CPU has its own, so that counting costs nearly nothing and
 * needs no lock; scx_print_counts() of scx/loader.h adds them up.
 *
 *	SCX_COUNTERS(STAT_COUNT);	at file level: how many there are
 *	scx_count(STAT_QUEUED);		one more
 *
 * Nothing is counted while the scheduler's option `statistics` is off: the verifier knows its value,
 * and leaves the counting out.
 */
#ifndef __SCX_COUNTS_BPF_H
#define __SCX_COUNTS_BPF_H

#include "base.bpf.h"

#define SCX_COUNTERS(count)                                                                        \
	struct {                                                                                   \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);                                           \
		__uint(max_entries, count);                                                        \
		__type(key, u32);                                                                  \
		__type(value, u64);                                                                \
	} stats SEC(".maps");                                                                      \
                                                                                                   \
	static void scx_count(u32 slot)                                                            \
	{                                                                                          \
		u64 *count_of_cpu = statistics ? bpf_map_lookup_elem(&stats, &slot) : NULL;        \
                                                                                                   \
		if (count_of_cpu)                                                                  \
			(*count_of_cpu)++;                                                         \
	}                                                                                          \
	_Static_assert(count > 0, "no counters")

#endif /* __SCX_COUNTS_BPF_H */
