import { describe, expect, it } from 'vitest';
import { ratesBetween } from '../../../../extension/core/metrics/rates';
import { sampleOf } from '../../../fakes/samples';

const FIRST = sampleOf({
  timeMs: 10_000,
  state: 'enabled',
  enableSeq: 3,
  events: new Map([
    ['SCX_EV_A', 100],
    ['SCX_EV_B', 7],
  ]),
  cpus: new Map([
    [0, { busy: 100, idle: 900 }],
    [1, { busy: 500, idle: 500 }],
  ]),
  waitedNs: new Map([[0, 1_000_000]]),
  contextSwitches: 5000,
  pressureUs: new Map([['cpu some', 40_000]]),
});

describe('rates', () => {
  it('are what grew, a second', () => {
    const rates = ratesBetween(FIRST, {
      ...FIRST,
      timeMs: 12_000,
      events: new Map([
        ['SCX_EV_A', 300],
        ['SCX_EV_B', 7],
      ]),
      cpus: new Map([
        [0, { busy: 150, idle: 1050 }],
        [1, { busy: 500, idle: 700 }],
      ]),
      waitedNs: new Map([[0, 5_000_000]]),
      contextSwitches: 5100,
      pressureUs: new Map([['cpu some', 140_000]]),
    });
    expect(rates).toEqual({
      timeMs: 12_000,
      spanMs: 2000,
      busy: new Map([
        [0, 0.25],
        [1, 0],
      ]),
      waited: new Map([[0, 2_000_000]]),
      contextSwitches: 50,
      pressure: new Map([['cpu some', 0.05]]),
      events: new Map([
        ['SCX_EV_A', 100],
        ['SCX_EV_B', 0],
      ]),
    });
  });

  it('are unknown where a count went back, is new or is gone', () => {
    const rates = ratesBetween(FIRST, {
      ...FIRST,
      timeMs: 11_000,
      events: new Map([
        ['SCX_EV_A', 99],
        ['SCX_EV_NEW', 5],
      ]),
      cpus: new Map([
        [0, { busy: 99, idle: 1000 }],
        [2, { busy: 1, idle: 1 }],
      ]),
      waitedNs: new Map(),
      contextSwitches: null,
      pressureUs: new Map([['cpu some', 1]]),
    });
    expect(rates?.events).toEqual(
      new Map([
        ['SCX_EV_A', null],
        ['SCX_EV_NEW', null],
      ]),
    );
    expect(rates?.busy).toEqual(
      new Map([
        [0, null],
        [2, null],
      ]),
    );
    expect(rates?.waited.size).toBe(0);
    expect(rates?.contextSwitches).toBeNull();
    expect(rates?.pressure).toEqual(new Map([['cpu some', null]]));
  });

  it('of events are unknown across two schedulers, even when the counts grew', () => {
    const rates = ratesBetween(FIRST, {
      ...FIRST,
      timeMs: 11_000,
      enableSeq: 4,
      events: new Map([['SCX_EV_A', 101]]),
    });
    expect(rates?.events).toEqual(new Map([['SCX_EV_A', null]]));
  });

  it('of pressure are never more than all of the time', () => {
    const rates = ratesBetween(FIRST, {
      ...FIRST,
      timeMs: 10_010,
      pressureUs: new Map([['cpu some', 60_000]]),
    });
    expect(rates?.pressure.get('cpu some')).toBe(1);
  });

  it.each([10_000, 9_000, Number.NaN])('are none when the clock says %d', (timeMs) => {
    expect(ratesBetween(FIRST, { ...FIRST, timeMs })).toBeNull();
  });
});
