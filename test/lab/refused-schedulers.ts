/** Schedulers that libbpf refuses before the verifier sees them, and some that it refuses. */
import { INSERT, scheduler } from './schedulers';

/** Functions of .text: one calls another, one is a callback, one is used by two programs. */
export const SUBPROGRAMS = scheduler('subprograms', {
  declarations: `
static __noinline u32 shared(u32 cpu) { return bpf_get_prandom_u32() ^ cpu; }
__noinline u32 deep(u32 cpu)
{
	return cpu * 3 + shared(cpu);
}
static int tick(u32 index, void *context)
{
	return (bpf_get_prandom_u32() & 7) == index;
}
static __noinline u32 middle(u32 cpu)
{
	return deep(cpu + 1);
}
`,
  enqueue: `u32 sum = middle(bpf_get_smp_processor_id());

	sum += bpf_loop(4, tick, NULL, 0);
	if (sum + shared(2) > 3)
		enq_flags |= 0;
	${INSERT}`,
  more: `void BPF_STRUCT_OPS(subprograms_running, struct task_struct *p)
{
	if (shared(p->pid) == 1)
		bpf_printk("one");
}
`,
  members: '.running = (void *)subprograms_running,',
});

/** Beside MISSING_CALLS, as coffee.h. */
export const CALLS_IN_HEADER = `void scx_bpf_make_coffee(struct task_struct *p) __ksym;
#define COFFEE(p) do { \\
	scx_bpf_make_coffee(p); \\
} while (0)
static __always_inline void brew(struct task_struct *p)
{
	scx_bpf_make_coffee(p); /* inline */
}
`;

/** A kfunc that no kernel has, called by a macro in one program and by inlined code in another. */
export const MISSING_CALLS = scheduler('missing_calls', {
  declarations: '#include "coffee.h"\n',
  enqueue: `COFFEE(p); /* macro */
	${INSERT}`,
  more: `void BPF_STRUCT_OPS(missing_calls_dequeue, struct task_struct *p, u64 deq_flags)
{
	if (bpf_get_prandom_u32() & 1) /* header */
		brew(p);
}
`,
  members: '.dequeue = (void *)missing_calls_dequeue,',
});

/** An ops table of a type of its own, with `declaration` in it and `member` set. */
const ownTable = (declaration: string, member: string) => `#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";

void BPF_STRUCT_OPS(own_enqueue, struct task_struct *p, u64 enq_flags)
{
	${INSERT}
}

struct sched_ext_ops___own {
	void (*enqueue)(struct task_struct *p, u64 enq_flags);
	${declaration};
	char name[128];
};

SEC(".struct_ops.link")
struct sched_ext_ops___own own_ops = {
	.enqueue = (void *)own_enqueue,
	${member}, /* here */
	.name = "own",
};
`;

/** A member that no kernel's sched_ext_ops has. */
export const MEMBER_MISSING = ownTable('u32 coffee_ms', '.coffee_ms = 5');
export const MEMBER_TOO_LARGE = ownTable('u64 timeout_ms', '.timeout_ms = 5000');
export const MEMBER_OF_OTHER_KIND = ownTable(
  'struct { u32 ms; } timeout_ms',
  '.timeout_ms = { 5 }',
);
export const MEMBER_IS_BIT_FIELD = ownTable('u64 flags : 3', '.flags = 1');

export const NOT_GPL = scheduler('not_gpl', {
  license: '\nchar _license[] SEC("license") = "Proprietary"; /* here */\n',
});

/** Its section is of no kind that libbpf knows. */
export const STRANGE_SECTION = scheduler('strange', {
  more: `/* not SEC("strange/thing") */
SEC("strange/thing") int strange_thing(void *ctx) /* here */
{
	return 0;
}
`,
});

/** Calls a function that nobody defines. */
export const UNDEFINED_CALL = scheduler('undefined', {
  declarations: 'int elsewhere(int number);\n',
  enqueue: `if (elsewhere(3)) /* here */
		enq_flags = 0;
	${INSERT}`,
});

export const MAP_WITHOUT_ENTRIES = scheduler('map', {
  declarations: `
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, u32);
	__type(value, u64);
} counters SEC(".maps"); /* here */
`,
  enqueue: `u32 key = 0;
	u64 *count = bpf_map_lookup_elem(&counters, &key);

	if (count)
		*count += 1;
	${INSERT}`,
});

/** libbpf knows no member `coffee` of a map. */
export const MAP_WITH_STRANGE_MEMBER = scheduler('map', {
  declarations: `
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(coffee, 4);
	__type(key, u32);
	__type(value, u64);
} strange SEC(".maps"); /* here */
`,
  enqueue: `u32 key = 0;

	if (!bpf_map_lookup_elem(&strange, &key))
		${INSERT}`,
});

/** A field that no kernel's task_struct has. */
export const FIELD_MISSING = scheduler('field', {
  declarations: `
struct task_struct___late {
	u32 coffee;
} __attribute__((preserve_access_index));
`,
  enqueue: `struct task_struct___late *late = (void *)p;

	if (late->coffee) /* here */
		bpf_printk("coffee");
	${INSERT}`,
});

/** Writes what is the kernel's, and the line does not name it. */
export const WRITE_IN_MACRO = scheduler('write', {
  declarations: '#define MAKE_HEAVY(p) ((p)->scx.weight = 5)\n',
  enqueue: `MAKE_HEAVY(p); /* here */
	${INSERT}`,
});
