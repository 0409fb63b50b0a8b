/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the layers from a file: one a line, as README.md says. What is wrong ends the program. */
#ifndef LAYERS_FILE_H
#define LAYERS_FILE_H

#include <scx/loader.h>
#include <sys/stat.h>
#include "layered.h"
#include "layered.skel.h"

#define DEFAULT_FILE "layers.conf"
#define CGROUPS "/sys/fs/cgroup"
#define LAST_NICE 19
#define FIRST_NICE (-20)

static struct layer layers[MAX_LAYERS + 1];
static bool owns[MAX_LAYERS + 1][MAX_CPUS];
static bool has_cpus[MAX_LAYERS + 1];
static u32 nr_layers;

/* Where reading is: for errors. */
static const char *file_name, *line_start;
static unsigned int line_number;

__attribute__((format(printf, 2, 3), noreturn))
static void fail_at(const char *at, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%u:%d: ", file_name, line_number, (int)(at - line_start) + 1);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(2);
}

static int count_cpus(void)
{
	int cpus = libbpf_num_possible_cpus();

	return cpus < MAX_CPUS ? cpus : MAX_CPUS;
}

static long read_number(const char **at, long least, long most)
{
	char *end;
	long number = strtol(*at, &end, 10);

	if (end == *at || **at == ' ' || **at == '\t' || **at == '+')
		fail_at(*at, "a number from %ld to %ld is missing", least, most);
	if (number < least || number > most)
		fail_at(*at, "%.*s is not from %ld to %ld", (int)(end - *at), *at, least, most);
	*at = end;
	return number;
}

static void expect_end(const char *at)
{
	if (*at)
		fail_at(at, "\"%s\" is too much", at);
}

static void read_text(char *field, const char *at, const char *what)
{
	if (!*at)
		fail_at(at, "%s is missing", what);
	if (strlen(at) >= COMM_LEN)
		fail_at(at, "%s is longer than %d characters", what, COMM_LEN - 1);
	strcpy(field, at);
}

/* A cgroup's number is that of its folder, and its level is how deep it is. */
static void read_cgroup(struct layer *layer, const char *at)
{
	char path[4096];
	struct stat folder;

	snprintf(path, sizeof(path), CGROUPS "/%s", at + (*at == '/'));
	if (!*at || strstr(at, "..") || stat(path, &folder) || !S_ISDIR(folder.st_mode))
		fail_at(at, "there is no cgroup %s", path);
	layer->cgroup_id = folder.st_ino;
	for (; *at; at++)
		layer->cgroup_level += *at != '/' && (at[1] == '/' || !at[1]);
}

static void read_nice(struct layer *layer, const char *at)
{
	layer->nice_min = read_number(&at, FIRST_NICE, LAST_NICE);
	layer->nice_max = layer->nice_min;
	if (!strncmp(at, "..", 2)) {
		at += 2;
		layer->nice_max = read_number(&at, layer->nice_min, LAST_NICE);
	}
	expect_end(at);
}

static void read_cpus(u32 layer, const char *at)
{
	long most = count_cpus() - 1;
	long cpu, last;

	for (;; at++) {
		cpu = read_number(&at, 0, most);
		last = cpu;
		if (*at == '-') {
			at++;
			last = read_number(&at, cpu, most);
		}
		while (cpu <= last)
			owns[layer][cpu++] = true;
		if (*at != ',')
			break;
	}
	expect_end(at);
	has_cpus[layer] = true;
}

static void read_word(u32 index, const char *word)
{
	struct layer *layer = &layers[index];
	const char *value = strchr(word, '=');
	size_t length = value ? (size_t)(++value - word) : strlen(word) + 1;

	if (!strcmp(word, "open"))
		layer->open = true;
	else if (!strncmp(word, "comm=", length))
		read_text(layer->comm, value, "a name");
	else if (!strncmp(word, "cgroup=", length))
		read_cgroup(layer, value);
	else if (!strncmp(word, "nice=", length))
		read_nice(layer, value);
	else if (!strncmp(word, "cpus=", length))
		read_cpus(index, value);
	else if (!strncmp(word, "slice=", length)) {
		layer->slice_us = read_number(&value, 100, 1000000);
		expect_end(value);
	} else
		fail_at(word, "\"%s\" is none of comm= cgroup= nice= cpus= slice= open", word);
}

static void add_layer(const char *name)
{
	struct layer *layer = &layers[nr_layers];

	read_text(layer->name, name, "the layer's name");
	for (u32 i = 0; i < nr_layers; i++) {
		if (!strcmp(layers[i].name, name))
			fail_at(name, "there is a layer %s already", name);
	}
	layer->nice_min = FIRST_NICE;
	layer->nice_max = LAST_NICE;
}

static void read_layer(char *line)
{
	const char blank[] = " \t\r\n";
	char *word, *rest = NULL, *end = line + strcspn(line, "#\r\n");

	line_start = line;
	*end = 0;
	word = strtok_r(line, blank, &rest);
	if (!word)
		return;
	if (strcmp(word, "layer"))
		fail_at(word, "\"%s\": a line begins with \"layer\"", word);
	if (nr_layers == MAX_LAYERS)
		fail_at(word, "there are more than %d layers", MAX_LAYERS);
	word = strtok_r(NULL, blank, &rest);
	add_layer(word ? word : end);
	while ((word = strtok_r(NULL, blank, &rest)))
		read_word(nr_layers, word);
	nr_layers++;
}

/* For tasks that no line wants, unless the last line wants all. */
static void add_rest(void)
{
	struct layer *last = &layers[nr_layers ? nr_layers - 1 : 0];
	bool is_narrow = last->comm[0] || last->cgroup_id || last->nice_min != FIRST_NICE ||
			 last->nice_max != LAST_NICE;

	if (!nr_layers || is_narrow)
		layers[nr_layers++] = (struct layer){
			.name = "rest", .nice_min = FIRST_NICE, .nice_max = LAST_NICE,
		};
}

/* A layer without CPUs has those that no line names, or all if there are none left. */
static void share_out_cpus(void)
{
	int cpus = count_cpus(), left = 0;
	bool is_named[MAX_CPUS] = {};

	for (int cpu = 0; cpu < cpus; cpu++) {
		for (u32 i = 0; i < nr_layers; i++)
			is_named[cpu] |= has_cpus[i] && owns[i][cpu];
		left += !is_named[cpu];
	}
	for (u32 i = 0; i < nr_layers; i++) {
		for (int cpu = 0; cpu < cpus && !has_cpus[i]; cpu++)
			owns[i][cpu] = !left || !is_named[cpu];
	}
}

static void use_layers(struct layered_bpf *skel)
{
	memcpy((void *)skel->rodata->layers, layers, sizeof(layers));
	skel->rodata->nr_layers = nr_layers;
	for (u32 cpu = 0; cpu < MAX_CPUS; cpu++) {
		skel->rodata->layers_of_cpu[cpu] = 0;
		for (u32 i = 0; i < nr_layers; i++)
			skel->rodata->layers_of_cpu[cpu] |= owns[i][cpu] << i;
	}
}

static void read_layers(struct layered_bpf *skel, const char *path)
{
	FILE *file = fopen(path ? path : DEFAULT_FILE, "r");
	size_t size = 0;
	char *line = NULL;

	file_name = path ? path : DEFAULT_FILE;
	if (!file && !path && errno == ENOENT) {
		fprintf(stderr, "There is no " DEFAULT_FILE ": all tasks are in one layer\n");
		return;
	}
	if (!file) {
		fprintf(stderr, "%s: %s\n", file_name, strerror(errno));
		exit(2);
	}
	for (line_number = 1; getline(&line, &size, file) >= 0; line_number++)
		read_layer(line);
	free(line);
	fclose(file);
	add_rest();
	share_out_cpus();
	use_layers(skel);
}

#endif /* LAYERS_FILE_H */
