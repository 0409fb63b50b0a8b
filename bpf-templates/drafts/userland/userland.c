/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Chooses who is next: of the tasks that wait, the one that ran least for its weight. It hands out no more than
 * the CPUs can take soon, so that a choice is made as late as it can be.
 */
#include <scx/loader.h>
#include <sys/mman.h>
#include <time.h>
#include "userland.h"
#include "userland.skel.h"

static const char usage[] =
	"userland: a program chooses who is next; the kernel's part only carries its choices out\n"
	"\n"
	"  -s MICROSECONDS  slice of a task (1000 to 1000000)\n"
	"  -q               quiet: count and print nothing\n"
	"  -h               this help\n";

#define MOST_WAITING 8192
#define MOST_PIDS (4 * 1024 * 1024) /* PID_MAX_LIMIT, include/linux/threads.h */
#define NORMAL_WEIGHT 100
#define POLL_MS 10
#define LEAST_SLICE_US 1000
#define SAVED_UP_NS (20 * 1000 * 1000ULL)

/* In the order of enum userland_stat. */
static const char *const counts[] = { "told", "chosen", "gone", "bypassed", "rescued" };

struct history {
	u64 ran_ns;
	u64 vtime;
};

struct waiting {
	u64 vtime;
	s32 pid;
	u32 weight;
};

/* By pid; memory is taken only where it is written to. */
static struct history *histories;
/* A heap: the smallest vtime is the first. */
static struct waiting heap[MOST_WAITING];
static unsigned int waiting_count;
static u64 vtime_now;
static u64 sent;

static void swap(unsigned int a, unsigned int b)
{
	struct waiting other = heap[a];

	heap[a] = heap[b];
	heap[b] = other;
}

static void push(struct waiting task)
{
	unsigned int at = waiting_count++;

	heap[at] = task;
	for (; at && heap[at].vtime < heap[(at - 1) / 2].vtime; at = (at - 1) / 2)
		swap(at, (at - 1) / 2);
}

static struct waiting pop(void)
{
	struct waiting first = heap[0];
	unsigned int at = 0, child;

	heap[0] = heap[--waiting_count];
	while ((child = 2 * at + 1) < waiting_count) {
		if (child + 1 < waiting_count && heap[child + 1].vtime < heap[child].vtime)
			child++;
		if (heap[at].vtime <= heap[child].vtime)
			break;
		swap(at, child);
		at = child;
	}
	return first;
}

/* Start here: the order. What a task ran since it was here last counts less for heavy ones. */
static u64 vtime_of(const struct userland_task *task)
{
	struct history *known = &histories[task->pid];
	bool is_new = task->ran_ns < known->ran_ns || !known->ran_ns;

	if (!is_new)
		known->vtime += (task->ran_ns - known->ran_ns) * NORMAL_WEIGHT / task->weight;
	/* Who slept, or is new under an old number, is a little ahead and no more. */
	if (is_new || known->vtime + SAVED_UP_NS < vtime_now)
		known->vtime = vtime_now > SAVED_UP_NS ? vtime_now - SAVED_UP_NS : 0;
	known->ran_ns = task->ran_ns;
	return known->vtime;
}

static int on_waiting(void *unused, void *message, size_t size)
{
	const struct userland_task *task = message;

	(void)unused;
	if (size < sizeof(*task) || task->pid <= 0 || task->pid >= MOST_PIDS || !task->weight)
		return 0;
	/* Without room the task waits until the kernel's part takes it by itself. */
	if (waiting_count < MOST_WAITING)
		push((struct waiting){ .vtime = vtime_of(task), .pid = task->pid, .weight = task->weight });
	return 0;
}

/* Heavy tasks run longer when they run, up to four slices: fewer switches for the same shares. */
static u32 slice_of(const struct waiting *task, u32 slice_us)
{
	u64 slice = (u64)slice_us * task->weight / NORMAL_WEIGHT;

	return slice < LEAST_SLICE_US ? LEAST_SLICE_US : slice > 4 * slice_us ? 4 * slice_us : slice;
}

/*
 * One is ready for every two CPUs. With more, whoever waits would be chosen at once, and their order would be
 * the one in which they came.
 */
static void hand_out(struct user_ring_buffer *choices, const struct userland_bpf *skel, unsigned int cpus)
{
	u64 most = (cpus + 1) / 2;

	while (waiting_count && sent - skel->bss->taken + skel->bss->ready < most) {
		struct userland_choice *choice = user_ring_buffer__reserve(choices, sizeof(*choice));
		struct waiting next;

		if (!choice)
			return;
		next = pop();
		if (next.vtime > vtime_now)
			vtime_now = next.vtime;
		choice->pid = next.pid;
		choice->slice_us = slice_of(&next, skel->rodata->slice_us);
		user_ring_buffer__submit(choices, choice);
		sent++;
	}
}

static u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static void print_counts(struct userland_bpf *skel)
{
	static u64 printed_ns;

	if (!skel->rodata->statistics || now_ns() - printed_ns < 1000000000ULL)
		return;
	printed_ns = now_ns();
	printf("waiting %u ", waiting_count);
	scx_print_counts(skel->maps.stats, counts, sizeof(counts) / sizeof(*counts));
}

static void read_options(struct userland_bpf *skel, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "s:qh")) != -1) {
		switch (option) {
		case 's':
			skel->rodata->slice_us = scx_number(optarg, 1000, 1000000);
			break;
		case 'q':
			skel->rodata->statistics = false;
			break;
		default:
			scx_show_usage(usage, option == 'h');
		}
	}
	skel->rodata->program_pid = getpid();
}

/*
 * Until somebody ends it; the exit status. Not SCX_RUN(), which would sleep: each round is a sign of life,
 * and takes what has come over the ring at once.
 */
static int choose(struct userland_bpf *skel)
{
	struct ring_buffer *waiting = ring_buffer__new(bpf_map__fd(skel->maps.waiting), on_waiting, NULL, NULL);
	struct user_ring_buffer *choices = user_ring_buffer__new(bpf_map__fd(skel->maps.choices), NULL);
	unsigned int cpus = sysconf(_SC_NPROCESSORS_ONLN);
	struct bpf_link *link = NULL;

	skel->bss->alive_ns = now_ns();
	if (waiting && choices)
		link = scx_attach(skel->maps.userland_ops);
	while (link && !scx_wants_end && !UEI_EXITED(skel, uei)) {
		skel->bss->alive_ns = now_ns();
		ring_buffer__poll(waiting, POLL_MS);
		hand_out(choices, skel, cpus);
		print_counts(skel);
	}
	bpf_link__destroy(link);
	ring_buffer__free(waiting);
	user_ring_buffer__free(choices);
	return link ? UEI_REPORT(skel, uei) : 1;
}

int main(int argc, char **argv)
{
	struct userland_bpf *skel;
	int status = 1;

	scx_prepare();
	histories = mmap(NULL, MOST_PIDS * sizeof(*histories), PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	skel = userland_bpf__open();
	if (!skel || histories == MAP_FAILED)
		return 1;
	read_options(skel, argc, argv);
	/* A page that has to be read from a disk would wait for tasks that wait for this program. */
	if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT))
		fprintf(stderr, "Memory is not locked: %s\n", strerror(errno));
	if (!userland_bpf__load(skel))
		status = choose(skel);
	userland_bpf__destroy(skel);
	return status;
}
