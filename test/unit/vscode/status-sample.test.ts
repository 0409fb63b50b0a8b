import { expect, it } from 'vitest';
import { statusSample } from '../../../extension/vscode/status-view/status-sample';
import { sampleOf } from '../../fakes/samples';

const FIRST = sampleOf({
  timeMs: 1000,
  state: 'enabled',
  ops: 'fifo',
  events: new Map([['SCX_EV_DISPATCH_KEEP_LAST', 10]]),
  cpus: new Map([
    [10, { busy: 0, idle: 0 }],
    [2, { busy: 0, idle: 0 }],
  ]),
});

it('has no rates before there are two samples', () => {
  expect(statusSample(FIRST, null)).toMatchObject({
    timeMs: 1000,
    contextSwitches: null,
    events: [{ name: 'SCX_EV_DISPATCH_KEEP_LAST', count: 10, rate: null, unit: 'events' }],
    cpus: [
      { cpu: 2, busy: null },
      { cpu: 10, busy: null },
    ],
  });
});

it('explains the counters that it knows, and shows the others', () => {
  const events = new Map([
    ['SCX_EV_DISPATCH_KEEP_LAST', 14],
    ['SCX_EV_BYPASS_DURATION', 5],
    ['constructor', 1],
  ]);
  const { events: shown } = statusSample({ ...FIRST, timeMs: 3000, events }, FIRST);
  expect(shown.map(({ name, rate, unit }) => [name, rate, unit])).toEqual([
    ['SCX_EV_DISPATCH_KEEP_LAST', 2, 'events'],
    ['SCX_EV_BYPASS_DURATION', null, 'nanoseconds'],
    ['constructor', null, 'events'],
  ]);
  expect(shown[0]?.explanation).toMatch(/no other one\. Worry: when it grows fast/);
  expect(shown[2]?.explanation).toBe('');
});
