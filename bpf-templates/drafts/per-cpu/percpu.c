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

/* In the order of enum percpu_stat. */
static const char *const counts[] = {
	"local",      "queued", "moved",    "stolen-cache", "stolen-node",
	"stolen-far", "bound",  "fallback", "drained",
};
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
			scx_show_usage(usage, option == 'h');
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

/* A CPU that is offline doesn't say what it shares: so all is read again whenever one came or went. */
static void each_second(struct percpu_bpf *skel)
{
	static u64 hotplugs_seen = -1;

	if (hotplugs_seen != skel->bss->hotplugs) {
		hotplugs_seen = skel->bss->hotplugs;
		read_topology(skel);
	}
	if (skel->rodata->statistics) {
		printf("levels %u ", skel->data->levels);
		scx_print_counts(skel->maps.stats, counts, sizeof(counts) / sizeof(*counts));
	}
}

int main(int argc, char **argv)
{
	struct percpu_bpf *skel;
	int status = 1;

	scx_prepare();
	skel = percpu_bpf__open();
	if (!skel)
		return 1;
	read_options(skel, argc, argv);
	if (!percpu_bpf__load(skel))
		status = SCX_RUN(skel, percpu_ops, uei, each_second);
	percpu_bpf__destroy(skel);
	return status;
}
