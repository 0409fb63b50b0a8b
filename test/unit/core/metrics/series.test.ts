import { describe, expect, it } from 'vitest';
import { createSeries } from '../../../../extension/core/metrics/series';

const figures = (...pairs: readonly (readonly [string, number | null])[]) => new Map(pairs);

describe('a series', () => {
  it('has a gap where a figure is unknown, came later or went away', () => {
    const series = createSeries(4);
    series.push(1, figures(['a', 1]));
    series.push(2, figures(['a', null], ['b', 2]));
    series.push(3, figures(['b', 3]));
    expect([...series.times()]).toEqual([1, 2, 3]);
    expect([...series.values('a')]).toEqual([1, NaN, NaN]);
    expect([...series.values('b')]).toEqual([NaN, 2, 3]);
    expect([...series.values('never')]).toEqual([NaN, NaN, NaN]);
    expect(series.names).toEqual(['a', 'b']);
  });

  it('lets the oldest go when it is full, also several times over', () => {
    const series = createSeries(3);
    for (let time = 1; time <= 8; time += 1) series.push(time, figures(['a', time * 10]));
    expect([...series.times()]).toEqual([6, 7, 8]);
    expect([...series.values('a')]).toEqual([60, 70, 80]);
    expect(series.length).toBe(3);
  });

  it('begins anew when time does', () => {
    const series = createSeries(3);
    series.push(100, figures(['a', 1]));
    series.push(5, figures(['b', 2]));
    expect([...series.times()]).toEqual([5]);
    expect(series.names).toEqual(['b']);
    series.push(Number.NaN, figures(['b', 3]));
    expect(series.length).toBe(1);
  });

  it('takes no more than a bounded part of memory, whatever names come', () => {
    const series = createSeries(10);
    for (let time = 1; time <= 5000; time += 1) series.push(time, figures([`name ${time}`, 1]));
    expect(series.names.length).toBe(1200);
    expect(series.bytes).toBeLessThanOrEqual(10 * (8 + 4 * 1200));
  });

  it('keeps an hour of a machine with 256 CPUs in less than 20 MB', () => {
    const series = createSeries(3600);
    const names = [
      ...Array.from({ length: 256 }, (_, cpu) => `busy ${cpu}`),
      ...Array.from({ length: 256 }, (_, cpu) => `waited ${cpu}`),
      ...Array.from({ length: 40 }, (_, event) => `event ${event}`),
    ];
    series.push(1, new Map(names.map((name) => [name, 1])));
    expect(series.bytes).toBeLessThan(20e6);
  });
});
