import { describe, expect, it } from 'vitest';
import type {
  StatusEvent,
  StatusSample,
  StatusState,
} from '../../../extension/contracts/status-messages';
import { statusModel } from '../../../extension/webviews/status/status-model';

const event = (name: string, count: number, rate: number | null): StatusEvent => ({
  ...{ name, count, rate, unit: 'events', explanation: 'What it counts.' },
});
const sample: StatusSample = {
  timeMs: 10_000,
  state: 'enabled',
  ops: 'fifo',
  enableSeq: 2,
  switchAll: true,
  nrRejected: 0,
  extTasks: 1234,
  runnable: 3,
  contextSwitches: 812.4,
  subs: [],
  caps: [],
  events: [event('SCX_EV_SELECT_CPU_FALLBACK', 100, 25)],
  cpus: [{ cpu: 0, busy: 0.25, waitedNs: 1_200_000 }],
  pressure: [['cpu some', 0.012]],
};
const state: StatusState = {
  target: 'lab:6.18',
  kernel: '6.18.15',
  link: { kind: 'live' },
  ownOps: 'fifo',
  sample,
  loadedAtMs: null,
  sampledAt: 0,
  sentAt: 0,
  intervalMs: 1000,
  costs: null,
};
const modelOf = (parts: Partial<StatusState>) => statusModel({ ...state, ...parts }, 0);

describe('statusModel', () => {
  it('names what runs, where, and who loaded it', () => {
    expect(modelOf({})).toMatchObject({
      tone: 'running',
      title: 'fifo',
      place: 'lab:6.18 · Linux 6.18.15',
      text: 'enabled, loaded by this window',
    });
    const other = modelOf({ ownOps: null });
    expect(other.text).toBe('enabled, not loaded by this window');
    expect(other.buttons.map(({ action }) => action)).not.toContain('unload');
  });

  it('leaves out what the kernel does not say', () => {
    const { facts } = modelOf({
      sample: { ...sample, extTasks: null, switchAll: null, runnable: null, contextSwitches: null },
    });
    expect(facts).toEqual([
      ['State', 'enabled'],
      ['Tasks rejected', '0'],
      ['Loads since boot', '2'],
    ]);
  });

  it('has a table of each kind of figures', () => {
    const costs = [
      {
        name: 'fifo_enqueue',
        callsPerSecond: 84_000,
        averageNs: 312,
        totalNs: 4.2e9,
        share: 0.026,
      },
      { name: 'fifo_exit', callsPerSecond: 0, averageNs: null, totalNs: 0, share: 0 },
    ];
    const model = modelOf({ costs });
    expect(model.facts).toContainEqual(['Context switches', '812/s']);
    expect(model.costs.map(({ cells, isQuiet }) => [...cells, isQuiet])).toEqual([
      ['84,000/s', '312 ns', '4.2 s', '2.6 %', false],
      ['0/s', '', '0 ns', '0 %', true],
    ]);
    expect(model.cpus).toMatchObject([{ label: 'CPU 0', cells: ['25 %', '75 %', '1.2 ms/s'] }]);
    expect(model.pressure).toMatchObject([{ label: 'cpu some', cells: ['1.2 %'] }]);
    expect(model.events).toMatchObject([
      { label: 'SELECT_CPU_FALLBACK', cells: ['100', '25/s'], details: 'What it counts.' },
    ]);
    expect(modelOf({}).costs).toEqual([]);
  });

  it('shows times as times, and nothing where a rate is not known', () => {
    const bypass = { ...event('SCX_EV_BYPASS_DURATION', 123_541_445, null), unit: 'nanoseconds' };
    const unknown = { ...event('SCX_EV_NEW', 0, null), explanation: '' };
    const events = [bypass, unknown] as StatusEvent[];
    const cpus = [{ cpu: 3, busy: null, waitedNs: null }];
    const model = modelOf({ sample: { ...sample, events, cpus } });
    expect(model.events.map(({ cells }) => cells)).toEqual([
      ['124 ms', ''],
      ['0', ''],
    ]);
    expect(model.cpus[0]?.cells).toEqual(['', '', '']);
  });

  it('has a page for each state without a scheduler', () => {
    expect(modelOf({ sample: { ...sample, state: 'disabled', ops: null } }).title).toBe(
      'No scheduler loaded',
    );
    expect(modelOf({ sample: { ...sample, state: null, ops: null } }).title).toBe(
      'No sched_ext here',
    );
    expect(modelOf({ sample: null }).title).toBe('Reading…');
    expect(modelOf({ link: { kind: 'no-target' }, target: null }).buttons[0]?.action).toBe(
      'selectTarget',
    );
    expect(modelOf({ link: { kind: 'untrusted' } }).buttons[0]?.action).toBe('manageTrust');
    expect(modelOf({ link: { kind: 'idle' } }).buttons[0]?.action).toBe('connect');
    expect(modelOf({ link: { kind: 'connecting', step: 'Booting' } })).toMatchObject({
      tone: 'busy',
      text: 'Booting',
    });
  });

  it.each([
    [12_000, 'These figures are 12 s old'],
    [300_000, 'These figures are 5 min old'],
    [8_000_000, 'These figures are 2 h old'],
  ])('keeps the figures of a lost target and says their age: %d ms', (age, words) => {
    const link = { kind: 'lost', message: 'Gone', nextStep: 'Again.', since: 0 } as const;
    const model = statusModel({ ...state, link }, age);
    expect(model.age).toBe(words);
    expect(model.facts.length).toBeGreaterThan(0);
    expect(model.text).toBe('Gone. Again.');
  });

  it.each([
    [1000, 2900, ''],
    [1000, 3100, 'These figures are 3 s old'],
    [200, 2900, ''],
    [10_000, 29_000, ''],
    [10_000, 31_000, 'These figures are 31 s old'],
  ])(
    'says how old figures are that stopped coming: every %d ms, after %d',
    (intervalMs, age, words) => {
      const model = statusModel({ ...state, intervalMs }, age);
      expect(model).toMatchObject({ title: 'fifo', age: words });
    },
  );
});
