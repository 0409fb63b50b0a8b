import { expect, it } from 'vitest';
import { seriesCsv } from '../../../../extension/core/metrics/csv';
import { figuresOf } from '../../../../extension/core/metrics/figures';
import { markOfEvent, marksOfSamples } from '../../../../extension/core/metrics/marks';
import { createSeries } from '../../../../extension/core/metrics/series';
import { recognise } from '../../../../extension/core/kernel-log/sched-ext-event';
import type { StatusSample } from '../../../../extension/contracts/status-messages';
import { sampleOf } from '../../../fakes/samples';

const SHOWN: StatusSample = {
  timeMs: 5000,
  state: 'enabled',
  ops: 'fifo',
  enableSeq: 1,
  switchAll: true,
  nrRejected: 0,
  extTasks: 80,
  runnable: 2,
  contextSwitches: 900,
  subs: [],
  caps: [],
  events: [
    { name: 'SCX_EV_NEW', count: 7, rate: 2.5, unit: 'events', explanation: '' },
    { name: 'SCX_EV_BYPASS_DURATION', count: 9, rate: 2e6, unit: 'nanoseconds', explanation: '' },
  ],
  cpus: [{ cpu: 3, busy: 0.25, waitedNs: 4e6 }],
  pressure: [['cpu some', null]],
};

it('names what is drawn, in the units of charts; what is not known stays unknown', () => {
  expect([...figuresOf(SHOWN)]).toEqual([
    ['ext tasks', 80],
    ['runnable', 2],
    ['switches', 900],
    ['event SCX_EV_NEW', 2.5],
    ['duration SCX_EV_BYPASS_DURATION', 2],
    ['pressure cpu some', null],
    ['busy 3', 25],
    ['waited 3', 4],
  ]);
});

it('writes the time shown as CSV, without values that a spreadsheet would calculate', () => {
  const series = createSeries(10);
  for (const timeMs of [1000, 2000, 3000]) {
    series.push(timeMs, new Map([['=cmd|" /C calc"', timeMs === 2000 ? null : timeMs / 3]]));
  }
  const csv = seriesCsv(series, { fromMs: 2000, toMs: 3000, epochMs: Date.UTC(2026, 0, 1) });
  expect(csv.split('\r\n')).toEqual([
    `seconds since boot,time,"'=cmd|"" /C calc"""`,
    '2,2026-01-01T00:00:02.000Z,',
    '3,2026-01-01T00:00:03.000Z,1000',
    '',
  ]);
});

it.each([
  ['sched_ext: BPF scheduler "a" enabled', 'loaded', 'loaded a'],
  [
    'sched_ext: BPF scheduler "a" disabled (unregistered from user space)',
    'unloaded',
    'unloaded a: unregistered from user space',
  ],
  [
    'sched_ext: BPF scheduler "a" disabled (runnable task stall)',
    'ended',
    'a ended: runnable task stall',
  ],
])('marks "%s"', (text, kind, words) => {
  expect(markOfEvent(recognise({ text })!, 5)).toEqual({ kind, timeMs: 5, text: words });
});

it('marks no other record', () => {
  const event = recognise({ text: 'sched_ext: something new' })!;
  expect(markOfEvent(event, 5)).toBeNull();
});

it('tells from two samples who came and went, also when both happened in between', () => {
  const none = sampleOf();
  const one = sampleOf({ timeMs: 2000, ops: 'a', enableSeq: 1 });
  const other = sampleOf({ timeMs: 3000, ops: 'a', enableSeq: 2 });
  const textsOf = (before: typeof none, now: typeof none) =>
    marksOfSamples(before, now).map(({ text }) => text);
  expect(textsOf(none, one)).toEqual(['loaded a']);
  expect(textsOf(one, one)).toEqual([]);
  expect(textsOf(one, other)).toEqual(['a is out', 'loaded a']);
  expect(textsOf(other, none)).toEqual([]); // The target booted anew.
});
