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

/* As in the scheduler. */
enum { STAT_LOCAL, STAT_QUEUED };

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
			fputs(usage, option == 'h' ? stdout : stderr);
			exit(option == 'h' ? 0 : 2);
		}
	}
}

static void print_counts(struct simple_bpf *skel)
{
	printf("local %llu queued %llu\n", scx_sum_of_cpus(skel->maps.stats, STAT_LOCAL),
	       scx_sum_of_cpus(skel->maps.stats, STAT_QUEUED));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct simple_bpf *skel;
	struct bpf_link *link;
	int status = 1;

	libbpf_set_print(scx_print);
	scx_catch_signals();
	skel = simple_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	if (simple_bpf__load(skel))
		goto out;
	link = scx_attach(skel->maps.simple_ops);
	if (!link)
		goto out;
	while (!scx_wants_end && !UEI_EXITED(skel, uei)) {
		if (skel->rodata->statistics)
			print_counts(skel);
		sleep(1);
	}
	bpf_link__destroy(link);
	status = UEI_REPORT(skel, uei);
out:
	simple_bpf__destroy(skel);
	return status;
}
