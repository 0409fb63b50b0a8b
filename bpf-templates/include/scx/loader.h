/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the program of a scheduler needs beside libbpf (1.2 or later) and the skeleton that bpftool makes.
 * One program is one scheduler, so what is kept here is kept once.
 */
#ifndef __SCX_LOADER_H
#define __SCX_LOADER_H

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user_exit_info.h"

#if LIBBPF_MAJOR_VERSION < 1 || (LIBBPF_MAJOR_VERSION == 1 && LIBBPF_MINOR_VERSION < 2)
#error "libbpf 1.2 or later is needed: older ones give the kernel a scheduler without a link"
#endif

/* The kernel's names, in which a scheduler's variables are declared. */
typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s8 s8;
typedef __s16 s16;
typedef __s32 s32;
typedef __s64 s64;

/* Kinds of exit up to here are no errors (enum scx_exit_kind, kernel/sched/ext.c 6.12). */
#define SCX_LAST_GOOD_EXIT 1023

static volatile sig_atomic_t scx_wants_end;

static inline void scx_on_signal(int number)
{
	(void)number;
	scx_wants_end = 1;
}

/* libbpf's own words, without those of its debug level. */
static inline int scx_print(enum libbpf_print_level level, const char *format, va_list args)
{
	return level == LIBBPF_DEBUG ? 0 : vfprintf(stderr, format, args);
}

/*
 * Comes first. From here on Ctrl-C and SIGTERM only set scx_wants_end: the scheduler goes before the
 * program does.
 */
static inline void scx_prepare(void)
{
	struct sigaction action = { .sa_handler = scx_on_signal };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	libbpf_set_print(scx_print);
}

/* For -h and for options that there are not: prints the usage and ends the program. */
static inline void scx_show_usage(const char *usage, bool was_asked_for)
{
	fputs(usage, was_asked_for ? stdout : stderr);
	exit(was_asked_for ? 0 : 2);
}

/* The number that an option's value is; ends the program when it is none or out of its range. */
static inline unsigned long scx_number(const char *text, unsigned long least, unsigned long most)
{
	char *end;
	unsigned long number = strtoul(text, &end, 0);

	if (*text && !*end && *text != '-' && number >= least && number <= most)
		return number;
	fprintf(stderr, "\"%s\" is no number from %lu to %lu\n", text, least, most);
	exit(2);
}

/* Sums up one slot of a per-CPU array of u64. */
static inline u64 scx_sum_of_cpus(struct bpf_map *map, u32 slot)
{
	int cpus = libbpf_num_possible_cpus();
	u64 sum = 0;

	if (cpus < 1)
		return 0;
	u64 *values = calloc(cpus, sizeof(*values));

	if (values && !bpf_map_lookup_elem(bpf_map__fd(map), &slot, values))
		for (int cpu = 0; cpu < cpus; cpu++)
			sum += values[cpu];
	free(values);
	return sum;
}

/* One line: the name of each counter of the scheduler (scx/counts.bpf.h) and how often it was counted. */
static inline void scx_print_counts(struct bpf_map *stats, const char *const names[], u32 count)
{
	for (u32 slot = 0; slot < count; slot++)
		printf("%s%s %llu", slot ? " " : "", names[slot], scx_sum_of_cpus(stats, slot));
	printf("\n");
	fflush(stdout);
}

/*
 * Loaded is not running: an init that fails, or an error right after it, shows in the exit information
 * alone. So ask UEI_EXITED() once more after this.
 */
static inline struct bpf_link *scx_attach(struct bpf_map *ops)
{
	struct bpf_link *link = bpf_map__attach_struct_ops(ops);

	if (link)
		return link;
	if (errno == EBUSY)
		fprintf(stderr, "Another scheduler is loaded: unload that one first\n");
	else
		fprintf(stderr, "Could not attach the scheduler: %s\n", strerror(errno));
	return NULL;
}

/* Prints why the scheduler ended; the exit status that this makes. */
static inline int scx_report_exit(const struct user_exit_info *info, const char *dump)
{
	if (dump[0])
		fprintf(stderr, "%s\n", dump);
	fprintf(stderr, "EXIT: %s", info->reason[0] ? info->reason : "no reason given");
	if (info->msg[0])
		fprintf(stderr, " (%s)", info->msg);
	fprintf(stderr, "\n");
	return info->kind > SCX_LAST_GOOD_EXIT;
}

/* For UEI_DEFINE(uei) of the scheduler: has it ended, and why. */
#define UEI_EXITED(skel, name) (__atomic_load_n(&(skel)->bss_##name->name.kind, __ATOMIC_ACQUIRE) != 0)
#define UEI_REPORT(skel, name)                                                                     \
	scx_report_exit(&(skel)->bss_##name->name, (skel)->bss_##name##_dump->name##_dump)

/*
 * The life of a scheduler that is loaded: gives it the CPUs, calls each_second(skel) about once a second
 * until Ctrl-C or its own end, takes it out, and prints why it ended. Its value is the exit status.
 */
#define SCX_RUN(skel, ops, name, each_second)                                                      \
	({                                                                                         \
		struct bpf_link *scx_link = scx_attach((skel)->maps.ops);                          \
                                                                                                   \
		while (scx_link && !scx_wants_end && !UEI_EXITED(skel, name)) {                    \
			each_second(skel);                                                         \
			sleep(1); /* a signal ends it */                                           \
		}                                                                                  \
		bpf_link__destroy(scx_link);                                                       \
		scx_link ? UEI_REPORT(skel, name) : 1;                                             \
	})

#endif /* __SCX_LOADER_H */
