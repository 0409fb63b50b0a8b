import { describe, expect, it } from 'vitest';
import { markOfEvent, marksOfSamples } from '../../../../extension/core/metrics/marks';
import { recognise } from '../../../../extension/core/kernel-log/sched-ext-event';
import { sampleOf } from '../../../fakes/samples';

describe('a mark of a kernel log record', () => {
  it.each([
    ['sched_ext: BPF scheduler "a" enabled', 'loaded', 'loaded a'],
    [
      'sched_ext: BPF scheduler "a" disabled (unregistered from user space)',
      'unloaded',
      'unloaded a: unregistered from user space',
    ],
    ['sched_ext: BPF scheduler "a" disabled (runtime error)', 'ended', 'a ended: runtime error'],
    ['sysrq: Trigger sched_ext debug dump', 'noted', 'sysrq: Trigger sched_ext debug dump'],
    ['sched_ext: a: non-existent DSQ 0x7', 'noted', 'a: non-existent DSQ 0x7'],
    ['sched_ext: a: b[7] failed to run for 5.0s', 'noted', 'a: b[7] failed to run for 5.0s'],
    [
      'sched_ext: Not compatible with "isolcpus=" domain isolation',
      'noted',
      'Not compatible with "isolcpus=" domain isolation',
    ],
    ['sched_ext: something new', null, null],
  ])('%s is %s', (text, kind, words) => {
    const mark = markOfEvent(recognise({ text })!, 7);
    expect(mark).toEqual(kind === null ? null : { kind, timeMs: 7, text: words });
  });
});

it('marks of sub-schedulers say so', () => {
  const mark = (text: string) => markOfEvent(recognise({ text })!, 7);
  expect(mark('sched_ext: BPF sub-scheduler "b" enabled')).toEqual({
    ...{ kind: 'loaded', timeMs: 7, isSub: true, text: 'loaded sub-scheduler b' },
  });
  expect(mark('sched_ext: BPF sub-scheduler "b" disabled (runtime error)')).toEqual({
    ...{ kind: 'ended', timeMs: 7, isSub: true, text: 'sub-scheduler b ended: runtime error' },
  });
});

describe('marks of two samples', () => {
  it('are two when another scheduler has come in between, none when the clock went back', () => {
    const before = sampleOf({ timeMs: 1000, ops: 'a', enableSeq: 1 });
    const now = sampleOf({ timeMs: 2000, ops: 'b', enableSeq: 2 });
    expect(marksOfSamples(before, now)).toEqual([
      { kind: 'unloaded', timeMs: 2000, text: 'a is out' },
      { kind: 'loaded', timeMs: 2000, text: 'loaded b' },
    ]);
    expect(marksOfSamples(now, before)).toEqual([]);
    expect(marksOfSamples(now, now)).toEqual([]);
  });
});
