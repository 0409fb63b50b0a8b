import { expect, it } from 'vitest';
import { programPlaces } from '../../../../extension/core/sched-ext/program-places';

it('finds programs by the ways in which they are written', () => {
  const source = `// BPF_STRUCT_OPS(commented, out)
struct { __uint(type, 1); } counters SEC(".maps");
char _license[] SEC("license") = "GPL";
void BPF_STRUCT_OPS(fifo_enqueue, struct task_struct *p, u64 enq_flags)
{
	call(p);
}
s32 BPF_STRUCT_OPS_SLEEPABLE(fifo_init)
SEC("struct_ops/dispatch") void BPF_PROG(fifo_dispatch, s32 cpu)
SEC("struct_ops/exit")
void fifo_exit(struct scx_exit_info *ei)
{
	call(ei);
}`;
  expect(programPlaces(source)).toEqual([
    { name: 'fifo_enqueue', line: 3 },
    { name: 'fifo_init', line: 7 },
    { name: 'fifo_dispatch', line: 8 },
    { name: 'fifo_exit', line: 10 },
  ]);
});

it('finds nothing in nothing', () => {
  expect(programPlaces('')).toEqual([]);
});
