/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads the scheduler, prints its counts once a second, and takes it out again at Ctrl-C. */
#include <scx/loader.h>
#include "central.skel.h"

static const char usage[] =
	"central: one CPU decides for all of them\n"
	"\n"
	"  -s MICROSECONDS  slice of a task (1000 to 100000)\n"
	"  -c CPU           the one that decides (0 to 8191); another one while it is offline\n"
	"  -q               quiet: count and print nothing\n"
	"  -h               this help\n";

/* In the order of enum central_stat. */
static const char *const counts[] = { "handed", "kept", "bound", "ended", "moved" };

static void read_options(struct central_bpf *skel, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "s:c:qh")) != -1) {
		switch (option) {
		case 's':
			skel->rodata->slice_us = scx_number(optarg, 1000, 100000);
			break;
		case 'c':
			skel->rodata->decider_wanted = scx_number(optarg, 0, 8191);
			break;
		case 'q':
			skel->rodata->statistics = false;
			break;
		default:
			scx_show_usage(usage, option == 'h');
		}
	}
}

static void each_second(struct central_bpf *skel)
{
	if (skel->rodata->statistics)
		scx_print_counts(skel->maps.stats, counts, sizeof(counts) / sizeof(*counts));
}

int main(int argc, char **argv)
{
	struct central_bpf *skel;
	int status = 1;

	scx_prepare();
	skel = central_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	skel->rodata->with_timer = true;
	if (!central_bpf__load(skel))
		status = SCX_RUN(skel, central_ops, uei, each_second);
	central_bpf__destroy(skel);
	return status;
}
