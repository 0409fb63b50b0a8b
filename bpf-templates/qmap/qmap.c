/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads the scheduler, prints its counts once a second, and takes it out again at Ctrl-C. */
#include <scx/loader.h>
#include "qmap.skel.h"

static const char usage[] =
	"qmap: up to five queues by weight, kept in BPF maps\n"
	"\n"
	"  -s MICROSECONDS  slice of a task (100 to 100000)\n"
	"  -n QUEUES        number of queues (1 to 5)\n"
	"  -q               quiet: count and print nothing\n"
	"  -h               this help\n";

/* As in the scheduler: a count for each queue, the lightest first, and then these. */
#define MAX_QUEUES 5
static const char *const names[] = { "local", "bound", "kept", "overflow", "stale", "overdue" };

static void read_options(struct qmap_bpf *skel, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "s:n:qh")) != -1) {
		switch (option) {
		case 's':
			skel->rodata->slice_us = scx_number(optarg, 100, 100000);
			break;
		case 'n':
			skel->rodata->queue_count = scx_number(optarg, 1, MAX_QUEUES);
			break;
		case 'q':
			skel->rodata->statistics = false;
			break;
		default:
			scx_show_usage(usage, option == 'h');
		}
	}
}

static void each_second(struct qmap_bpf *skel)
{
	if (!skel->rodata->statistics)
		return;
	for (u32 queue = 0; queue < skel->rodata->queue_count; queue++)
		printf("queue%u %llu ", queue, scx_sum_of_cpus(skel->maps.stats, queue));
	for (u32 i = 0; i < sizeof(names) / sizeof(*names); i++)
		printf("%s %llu ", names[i], scx_sum_of_cpus(skel->maps.stats, MAX_QUEUES + i));
	printf("\n");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct qmap_bpf *skel;
	int status = 1;

	scx_prepare();
	skel = qmap_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	if (!qmap_bpf__load(skel))
		status = SCX_RUN(skel, qmap_ops, uei, each_second);
	qmap_bpf__destroy(skel);
	return status;
}
