import { describe, expect, it } from 'vitest';
import { printedBy, printFormats } from '../../../../extension/core/bpf-output/print-formats';

const SOURCE = `
/* bpf_printk("in a comment"); */
static __always_inline void note(u64 dsq)
{
	bpf_printk("queue %llu is %d%% full", dsq, 7);
}

s32 BPF_STRUCT_OPS(simple_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	if (p)
		bpf_printk("pick (%s) %dms"
			   " at %px", p->comm, 3, p);
	return prev_cpu;
}

void BPF_STRUCT_OPS(simple_enqueue, struct task_struct *p, u64 enq_flags)
{
	bpf_printk("%d", p->pid);
	bpf_printk("first\\nsecond");
	bpf_printk(format, 1);
	bpf_printk("same");
}

SEC("tp/sched/sched_switch")
int switched(void *ctx)
{
	bpf_trace_printk("same", 5);
	return 0;
}
`;
const formats = printFormats('/x/simple.bpf.c', SOURCE);
const at = (text: string) => {
  const found = printedBy(text, formats);
  return found && `${found.where}:${found.line}`;
};
const lineOf = (text: string) => SOURCE.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('printedBy', () => {
  it.each([
    ['queue 18446744073709551615 is 7% full', `note:${lineOf('full')}`],
    ['pick (a b(c) 3ms at ffff8880deadbeef', `simple_select_cpu:${lineOf('pick')}`],
    ['-4', `simple_enqueue:${lineOf('"%d"')}`],
    ['first', `simple_enqueue:${lineOf('first')}`],
  ])('%s', (text, place) => {
    expect(at(text)).toBe(place);
  });

  it.each(['in a comment', 'pick 3ms', 'queue x is 7% full', 'same', 'unknown', ''])(
    'claims nothing of %j',
    (text) => {
      expect(at(text)).toBeNull();
    },
  );
});
