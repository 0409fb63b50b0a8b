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

/* In the scheduler's order. */
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
			fputs(usage, option == 'h' ? stdout : stderr);
			exit(option == 'h' ? 0 : 2);
		}
	}
}

static void print_counts(struct flatcg_bpf *skel)
{
	const u32 last = sizeof(counts) / sizeof(*counts) - 1;

	for (u32 stat = 0; stat <= last; stat++)
		printf("%s %llu%c", counts[stat], scx_sum_of_cpus(skel->maps.stats, stat),
		       stat < last ? ' ' : '\n');
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct flatcg_bpf *skel;
	struct bpf_link *link;
	int status = 1;

	libbpf_set_print(scx_print);
	scx_catch_signals();
	skel = flatcg_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	if (flatcg_bpf__load(skel))
		goto out;
	link = scx_attach(skel->maps.flatcg_ops);
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
	flatcg_bpf__destroy(skel);
	return status;
}
