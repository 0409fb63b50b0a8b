/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads the scheduler, prints its counts once a second, and takes it out again at Ctrl-C. */
#include <scx/loader.h>
#include "flatcg.skel.h"

static const char usage[] =
	"flatcg: each cgroup has the share of the CPUs that its weight and those above it make\n"
	"\n"
	"  -s MICROSECONDS  slice of a task (500 to 100000)\n"
	"  -f               first in, first out among the tasks of a cgroup\n"
	"  -q               quiet: count and print nothing\n"
	"  -h               this help\n";

/* In the order of enum flatcg_stat. */
static const char *const counts[] = {
	"local", "queued", "taken", "kept", "kernel", "late", "full",
};

static void read_options(struct flatcg_bpf *skel, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "s:fqh")) != -1) {
		switch (option) {
		case 's':
			skel->rodata->slice_us = scx_number(optarg, 500, 100000);
			break;
		case 'f':
			skel->rodata->fifo = true;
			break;
		case 'q':
			skel->rodata->statistics = false;
			break;
		default:
			scx_show_usage(usage, option == 'h');
		}
	}
}

static void each_second(struct flatcg_bpf *skel)
{
	if (skel->rodata->statistics)
		scx_print_counts(skel->maps.stats, counts, sizeof(counts) / sizeof(*counts));
}

int main(int argc, char **argv)
{
	struct flatcg_bpf *skel;
	int status = 1;

	scx_prepare();
	skel = flatcg_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	if (!flatcg_bpf__load(skel))
		status = SCX_RUN(skel, flatcg_ops, uei, each_second);
	flatcg_bpf__destroy(skel);
	return status;
}
