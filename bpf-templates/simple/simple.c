/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads the scheduler, prints its counts once a second, and takes it out again at Ctrl-C. */
#include <scx/loader.h>
#include "simple.skel.h"

static const char usage[] =
	"simple: tasks share the CPUs by weight, in one queue for all of them\n"
	"\n"
	"  -s MICROSECONDS  slice of a task (100 to 1000000)\n"
	"  -f               first in, first out, without weights\n"
	"  -q               quiet: count and print nothing\n"
	"  -h               this help\n";

/* In the order of enum simple_stat. */
static const char *const counts[] = { "local", "queued", "kept" };

/* Options are constants of the scheduler: they can be set until it is loaded, and never after that. */
static void read_options(struct simple_bpf *skel, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "s:fqh")) != -1) {
		switch (option) {
		case 's':
			skel->rodata->slice_us = scx_number(optarg, 100, 1000000);
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

static void each_second(struct simple_bpf *skel)
{
	if (skel->rodata->statistics)
		scx_print_counts(skel->maps.stats, counts, sizeof(counts) / sizeof(*counts));
}

int main(int argc, char **argv)
{
	struct simple_bpf *skel;
	int status = 1;

	scx_prepare();
	skel = simple_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	if (!simple_bpf__load(skel))
		status = SCX_RUN(skel, simple_ops, uei, each_second);
	simple_bpf__destroy(skel);
	return status;
}
