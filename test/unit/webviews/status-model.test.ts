import { describe, expect, it } from 'vitest';
import type { StatusSample, StatusState } from '../../../extension/contracts/status-messages';
import { statusModel } from '../../../extension/webviews/status/status-model';

const sample: StatusSample = {
  timeMs: 10_000,
  state: 'enabled',
  ops: 'fifo',
  enableSeq: 2,
  switchAll: true,
  nrRejected: 0,
  extTasks: 1234,
  events: [['SCX_EV_SELECT_CPU_FALLBACK', 100]],
};
const state: StatusState = {
  target: 'lab:6.18',
  kernel: '6.18.15',
  link: { kind: 'live' },
  ownOps: 'fifo',
  samples: [sample],
  sampledAt: 0,
};
const later = (parts: Partial<StatusSample>) => ({ ...sample, timeMs: 12_000, ...parts });
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
    const { facts } = modelOf({ samples: [{ ...sample, extTasks: null, switchAll: null }] });
    expect(facts).toEqual([
      ['State', 'enabled'],
      ['Tasks rejected', '0'],
      ['Loads since boot', '2'],
    ]);
  });

  it.each<[string, Partial<StatusSample>, string]>([
    ['a second', { events: [['SCX_EV_SELECT_CPU_FALLBACK', 150]] }, '25/s'],
    ['small ones with a decimal', { events: [['SCX_EV_SELECT_CPU_FALLBACK', 105]] }, '2.5/s'],
    ['nothing happened', {}, '0/s'],
    ['another scheduler since', { enableSeq: 3 }, ''],
    ['a counter that was not there', { events: [['SCX_EV_NEW', 5]] }, ''],
    ['no time between', { timeMs: 10_000 }, ''],
  ])('rates: %s', (_, parts, rate) => {
    expect(modelOf({ samples: [sample, later(parts)] }).events[0]?.rate).toBe(rate);
  });

  it('has a page for each state without a scheduler', () => {
    expect(modelOf({ samples: [{ ...sample, state: 'disabled', ops: null }] }).title).toBe(
      'No scheduler loaded',
    );
    expect(modelOf({ samples: [{ ...sample, state: null, ops: null }] }).title).toBe(
      'No sched_ext here',
    );
    expect(modelOf({ samples: [] }).title).toBe('Reading…');
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
});
