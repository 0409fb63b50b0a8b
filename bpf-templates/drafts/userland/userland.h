/* SPDX-License-Identifier: GPL-2.0-only */
/* What the scheduler and its program say to each other. */
#ifndef __USERLAND_H
#define __USERLAND_H

/* To the program: a task waits. */
struct userland_task {
	int pid;
	unsigned int weight; /* 100 is that of nice 0 */
	unsigned long long ran_ns; /* in all its life */
};

/* From the program: this one is next. */
struct userland_choice {
	int pid;
	unsigned int slice_us; /* for so long */
};

#endif /* __USERLAND_H */
