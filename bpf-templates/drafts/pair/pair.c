/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads the scheduler, prints its counts once a second, and takes it out again at Ctrl-C. */
#include <scx/loader.h>
#include "pair.skel.h"

static const char usage[] =
	"pair: two sibling CPUs run only tasks of one cgroup at a time\n"
	"\n"
	"  -t MICROSECONDS  turn of a cgroup (1000 to 100000)\n"
	"  -s MICROSECONDS  slice of a task in it (500 to 100000)\n"
	"  -d STRIDE        CPU n and n + STRIDE are siblings, not what the machine says (1 to 512)\n"
	"  -q               quiet: count and print nothing\n"
	"  -h               this help\n";

/* As in the scheduler. */
enum { MAX_CPUS = 1024, MAX_CPU_LIST = 64 };

/* In the order of enum pair_stat. */
static const char *const counts[] = {
	"turn", "joined", "kept", "waited", "evicted", "kernel", "conflict", "full", "overdue",
};

/* The CPUs of a core, as the kernel lists them: "0,4" or "0-1". */
static int read_cpu_list(int cpu, int *cpus)
{
	char path[80];
	int first, last, count = 0;
	FILE *file;

	snprintf(path, sizeof(path),
		 "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", cpu);
	file = fopen(path, "r");
	if (!file)
		return 0;
	while (fscanf(file, "%d", &first) == 1) {
		int delimiter = fgetc(file);

		last = first;
		if (delimiter == '-' && fscanf(file, "%d", &last) == 1)
			delimiter = fgetc(file);
		for (; first <= last && count < MAX_CPU_LIST; first++)
			cpus[count++] = first;
		if (delimiter != ',')
			break;
	}
	fclose(file);
	return count;
}

/* Siblings by the machine's topology; false when there are none. Four to a core are two and two. */
static bool find_siblings(struct pair_bpf *skel)
{
	bool found = false;

	for (int cpu = 0; cpu < MAX_CPUS; cpu++) {
		int cpus[MAX_CPU_LIST], count = read_cpu_list(cpu, cpus);

		skel->rodata->siblings[cpu] = -1;
		for (int i = 0; i < count; i++)
			if (cpus[i] == cpu && (i ^ 1) < count) {
				skel->rodata->siblings[cpu] = cpus[i ^ 1];
				found = true;
			}
	}
	return found;
}

static void read_options(struct pair_bpf *skel, int argc, char **argv)
{
	bool by_stride = false;
	int option;

	while ((option = getopt(argc, argv, "t:s:d:qh")) != -1) {
		switch (option) {
		case 't':
			skel->rodata->turn_us = scx_number(optarg, 1000, 100000);
			break;
		case 's':
			skel->rodata->slice_us = scx_number(optarg, 500, 100000);
			break;
		case 'd':
			skel->rodata->stride = scx_number(optarg, 1, 512);
			by_stride = true;
			break;
		case 'q':
			skel->rodata->statistics = false;
			break;
		default:
			scx_show_usage(usage, option == 'h');
		}
	}
	skel->rodata->siblings_known = !by_stride && find_siblings(skel);
}

static void each_second(struct pair_bpf *skel)
{
	if (skel->rodata->statistics)
		scx_print_counts(skel->maps.stats, counts, sizeof(counts) / sizeof(*counts));
}

int main(int argc, char **argv)
{
	struct pair_bpf *skel;
	int status = 1;

	scx_prepare();
	skel = pair_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	if (!pair_bpf__load(skel))
		status = SCX_RUN(skel, pair_ops, uei, each_second);
	pair_bpf__destroy(skel);
	return status;
}
