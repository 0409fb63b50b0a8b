import { describe, expect, it } from 'vitest';
import { createSampleReader } from '../../../../extension/core/sched-ext/sample-reader';

const read = (lines: string[]) => {
  const reader = createSampleReader();
  return lines.map((line) => reader.push(line)).filter((sample) => sample !== null);
};

describe('createSampleReader', () => {
  it('makes a sample of the lines up to end', () => {
    const [sample] = read([
      'uptime 12.34',
      'state enabled',
      'switch_all 1',
      'nr_rejected 0',
      'enable_seq 3',
      'ops my "ops"',
      'event SCX_EV_SELECT_CPU_FALLBACK 7',
      'ext_tasks 41',
      'end',
    ]);
    expect(sample).toMatchObject({
      timeMs: 12340,
      state: 'enabled',
      ops: 'my "ops"',
      switchAll: true,
      nrRejected: 0,
      enableSeq: 3,
      extTasks: 41,
    });
    expect([...sample!.events]).toEqual([['SCX_EV_SELECT_CPU_FALLBACK', 7]]);
  });

  it('keeps the last count of tasks while the scheduler stays', () => {
    const first = ['uptime 1.00', 'state enabled', 'ext_tasks 5', 'end'];
    const later = ['uptime 2.00', 'state enabled', 'end', 'uptime 3.00', 'state disabled', 'end'];
    expect(read([...first, ...later]).map(({ extTasks }) => extTasks)).toEqual([5, 5, null]);
  });

  it('says null for files that vanished between two reads', () => {
    const [sample] = read(['uptime 1.00', 'state disabled', 'end']);
    expect(sample).toMatchObject({
      state: 'disabled',
      ops: null,
      enableSeq: null,
      switchAll: null,
    });
    expect(sample!.events.size).toBe(0);
  });
});
