/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tells the scheduler which CPUs share a cache and a NUMA node, loads it, prints its counts once a
 * second, and takes it out again at Ctrl-C.
 */
#include <scx/loader.h>
#include "percpu.skel.h"

static const char usage[] =
	"percpu: a queue for each CPU, with stealing from the nearest\n"
	"\n"
	"  -s MICROSECONDS  slice of a task (100 to 1000000)\n"
	"  -k TASKS         how many waiting tasks a CPU keeps for itself (0 to 1000)\n"
	"  -b               don't balance busy CPUs: only idle ones steal\n"
	"  -q               quiet: count and print nothing\n"
	"  -h               this help\n";

#define SYSTEM "/sys/devices/system"

/* As in the scheduler. */
static const char *const stat_names[] = {
	"local",      "queued", "moved",    "stolen-cache", "stolen-node",
	"stolen-far", "bound",  "fallback", "drained",
};
#define STAT_COUNT (sizeof(stat_names) / sizeof(stat_names[0]))
#define MAX_CPUS (sizeof(((struct percpu_bpf__bss *)0)->cache_of) / sizeof(u32))

static void read_options(struct percpu_bpf *skel, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "s:k:bqh")) != -1) {
		switch (option) {
		case 's':
			skel->rodata->slice_us = scx_number(optarg, 100, 1000000);
			break;
		case 'k':
			skel->rodata->keep_waiting = scx_number(optarg, 0, 1000);
			break;
		case 'b':
			skel->rodata->balance = false;
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

/* The first line of a file; false when there is no such file. */
static bool read_line(const char *path, char *line, int size)
{
	FILE *file = fopen(path, "r");
	bool is_read = file && fgets(line, size, file);

	if (file)
		fclose(file);
	return is_read;
}

/* Gives the CPUs of a list such as "0-3,8" a node. */
static void set_node(struct percpu_bpf *skel, const char *list, u32 node)
{
	char *end;

	for (; *list >= '0' && *list <= '9'; list = *end == ',' ? end + 1 : end) {
		unsigned long cpu = strtoul(list, &end, 10);
		unsigned long last = *end == '-' ? strtoul(end + 1, &end, 10) : cpu;

		for (; cpu <= last && cpu < MAX_CPUS; cpu++)
			skel->bss->node_of[cpu] = node;
	}
}

/* A cache is known by the first CPU that has it. Without one, a CPU shares what its node does. */
static u32 last_cache_of(u32 cpu, u32 node)
{
	char path[128], line[4096];
	u32 cache = MAX_CPUS + node;

	for (int index = 0; index < 10; index++) {
		snprintf(path, sizeof(path), SYSTEM "/cpu/cpu%u/cache/index%d/shared_cpu_list", cpu,
			 index);
		if (read_line(path, line, sizeof(line)))
			cache = strtoul(line, NULL, 10);
	}
	return cache;
}

static void read_topology(struct percpu_bpf *skel)
{
	u32 cpus = libbpf_num_possible_cpus(), levels = 1;
	char path[128], line[4096];

	for (u32 node = 0; node < MAX_CPUS; node++) {
		snprintf(path, sizeof(path), SYSTEM "/node/node%u/cpulist", node);
		if (read_line(path, line, sizeof(line)))
			set_node(skel, line, node);
	}
	for (u32 cpu = 0; cpu < cpus && cpu < MAX_CPUS; cpu++) {
		skel->bss->cache_of[cpu] = last_cache_of(cpu, skel->bss->node_of[cpu]);
		if (levels == 1 && skel->bss->cache_of[cpu] != skel->bss->cache_of[0])
			levels = 2;
		if (skel->bss->node_of[cpu] != skel->bss->node_of[0])
			levels = 3;
	}
	skel->data->levels = levels;
}

static void print_counts(struct percpu_bpf *skel)
{
	for (u32 stat = 0; stat < STAT_COUNT; stat++)
		printf("%s %llu ", stat_names[stat], scx_sum_of_cpus(skel->maps.stats, stat));
	printf("levels %u\n", skel->data->levels);
	fflush(stdout);
}

static void watch(struct percpu_bpf *skel)
{
	u64 hotplugs = 0;

	while (!scx_wants_end && !UEI_EXITED(skel, uei)) {
		if (hotplugs != skel->bss->hotplugs) {
			hotplugs = skel->bss->hotplugs;
			read_topology(skel);
		}
		if (skel->rodata->statistics)
			print_counts(skel);
		sleep(1);
	}
}

int main(int argc, char **argv)
{
	struct percpu_bpf *skel;
	struct bpf_link *link;
	int status = 1;

	libbpf_set_print(scx_print);
	scx_catch_signals();
	skel = percpu_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	if (percpu_bpf__load(skel))
		goto out;
	read_topology(skel);
	link = scx_attach(skel->maps.percpu_ops);
	if (!link)
		goto out;
	watch(skel);
	bpf_link__destroy(link);
	status = UEI_REPORT(skel, uei);
out:
	percpu_bpf__destroy(skel);
	return status;
}
