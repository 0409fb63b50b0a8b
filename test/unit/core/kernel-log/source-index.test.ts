import { describe, expect, it } from 'vitest';
import { indexSource, placesOf } from '../../../../extension/core/kernel-log/source-index';
import { sourceReferences } from '../../../../extension/core/kernel-log/source-references';

const SIMPLE = `#include <scx/common.bpf.h>

void BPF_STRUCT_OPS(simple_enqueue, struct task_struct *p, u64 enq_flags)
{
	bpf_printk("enqueue %d", p->pid);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(simple_init)
{
	return -22;
}

/* SCX_OPS_DEFINE(old_ops, .init = (void *)old_init, .name = "simple"); */
SCX_OPS_DEFINE(simple_ops,
	       .enqueue = (void *)simple_enqueue,
	       .init = (void *)simple_init,
	       .name = "simple");
`;
const OTHER = `SEC("struct_ops/other_enqueue_with_a_long_name")
void BPF_PROG(other_enqueue_with_a_long_name, struct task_struct *p)
{
}

SEC(".struct_ops.link")
struct sched_ext_ops other = {
	.enqueue = (void *)other_enqueue_with_a_long_name,
	.name = "other",
};
`;
const sources = [indexSource('/w/simple.bpf.c', SIMPLE), indexSource('C:\\w\\other.bpf.c', OTHER)];
const placesIn = (text: string) =>
  sourceReferences(text).flatMap(({ start, end, reference }) =>
    placesOf(reference, sources).map(
      ({ path, line }) => `${text.slice(start, end)} → ${path}:${line}`,
    ),
  );

describe('what a record speaks of', () => {
  it.each([
    ['sched_ext: simple: simple.bpf.c:5: that is enough', ['simple.bpf.c:5 → /w/simple.bpf.c:5']],
    ['sched_ext: simple: ops.init() failed (-22)', ['ops.init() → /w/simple.bpf.c:8']],
    [
      '   bpf_prog_0123456789abcdef_simple_enqueue+0x4b/0xa8',
      ['bpf_prog_0123456789abcdef_simple_enqueue → /w/simple.bpf.c:3'],
    ],
    // Its name is cut where a program has no BTF.
    [
      '   bpf_prog_0123456789abcdef_other_enqueue_w+0x4b/0xa8',
      ['bpf_prog_0123456789abcdef_other_enqueue_w → C:\\w\\other.bpf.c:2'],
    ],
    [
      '   bpf__sched_ext_ops_enqueue+0x4b/0xa8',
      [
        'bpf__sched_ext_ops_enqueue → /w/simple.bpf.c:3',
        'bpf__sched_ext_ops_enqueue → C:\\w\\other.bpf.c:2',
      ],
    ],
    ['sched_ext: foreign: ops.init() failed (-22)', []],
    ['sched_ext: simple: ops.dispatch() failed', []],
    ['   scx_exit+0x4f/0x70', []],
    ['usb: simple.bpf.c:5: no', []],
    ['bpf_prog_0123456789abcdef_simple_enqueue+0x1', []],
  ])('%s', (text, places) => {
    expect(placesIn(text)).toEqual(places);
  });

  it('knows what printed a line', () => {
    expect(placesOf({ kind: 'printed', text: 'enqueue 12' }, sources)).toEqual([
      { path: '/w/simple.bpf.c', line: 5 },
    ]);
    expect(placesOf({ kind: 'printed', text: 'something else' }, sources)).toEqual([]);
  });
});
