/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads the layers from a file, loads the scheduler, prints its counts once a second, and takes it
 * out again at Ctrl-C.
 */
#include <scx/loader.h>
#include "layers_file.h"
#include "layered.skel.h"

static const char usage[] =
	"layered: tasks in layers, each with CPUs of its own\n"
	"\n"
	"  -c FILE          the layers (layers.conf, if there is one)\n"
	"  -s MICROSECONDS  slice of tasks whose layer says none (100 to 1000000)\n"
	"  -q               quiet: count and print nothing\n"
	"  -h               this help\n";

/* In the order of enum layer_stat, up to STAT_RUNS. */
static const char *const counts[] = {
	"local", "queued", "guest", "recalled", "misfit", "bound", "rescued", "drained",
};

static void read_options(struct layered_bpf *skel, int argc, char **argv)
{
	const char *path = NULL;
	int option;

	while ((option = getopt(argc, argv, "c:s:qh")) != -1) {
		switch (option) {
		case 'c':
			path = optarg;
			break;
		case 's':
			skel->rodata->slice_us = scx_number(optarg, 100, 1000000);
			break;
		case 'q':
			skel->rodata->statistics = false;
			break;
		default:
			scx_show_usage(usage, option == 'h');
		}
	}
	read_layers(skel, path);
}

static void each_second(struct layered_bpf *skel)
{
	if (!skel->rodata->statistics)
		return;
	for (u32 i = 0; i < skel->rodata->nr_layers; i++)
		printf("layer-%s %llu ", (const char *)skel->rodata->layers[i].name,
		       scx_sum_of_cpus(skel->maps.stats, STAT_RUNS + i));
	scx_print_counts(skel->maps.stats, counts, STAT_RUNS);
}

int main(int argc, char **argv)
{
	struct layered_bpf *skel;
	int status = 1;

	scx_prepare();
	skel = layered_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	if (!layered_bpf__load(skel))
		status = SCX_RUN(skel, layered_ops, uei, each_second);
	layered_bpf__destroy(skel);
	return status;
}
