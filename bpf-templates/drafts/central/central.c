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

/* As in the scheduler, in its order. */
static const char *const names[] = { "handed", "kept", "bound", "ended", "moved" };

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
			fputs(usage, option == 'h' ? stdout : stderr);
			exit(option == 'h' ? 0 : 2);
		}
	}
}

static void print_counts(struct central_bpf *skel)
{
	for (u32 i = 0; i < sizeof(names) / sizeof(*names); i++)
		printf("%s %llu ", names[i], scx_sum_of_cpus(skel->maps.stats, i));
	printf("\n");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct central_bpf *skel;
	struct bpf_link *link;
	int status = 1;

	libbpf_set_print(scx_print);
	scx_catch_signals();
	skel = central_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	skel->rodata->with_timer = true;
	if (central_bpf__load(skel))
		goto out;
	link = scx_attach(skel->maps.central_ops);
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
	central_bpf__destroy(skel);
	return status;
}
