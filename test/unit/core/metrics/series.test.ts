import { describe, expect, it } from 'vitest';
import { createSeries } from '../../../../extension/core/metrics/series';

const HOUR_MS = 3_600_000;
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

  it('passes over a sample that comes twice', () => {
    const series = createSeries(3);
    series.push(100, figures(['a', 1]));
    series.push(200, figures(['a', 2]));
    series.push(200, figures(['a', null]));
    expect([...series.times()]).toEqual([100, 200]);
    expect([...series.values('a')]).toEqual([1, 2]);
  });

  it.each([100, 200, 500])(
    'keeps an hour of samples that come every %d ms, in as much memory',
    (every) => {
      const series = createSeries(3600, HOUR_MS);
      for (let time = every; time <= 2 * HOUR_MS; time += every) {
        series.push(time, figures(['a', time], ['odd', (time / every) % 2]));
      }
      const times = series.times();
      expect(times.at(-1)! - times[0]!).toBeGreaterThan(0.99 * HOUR_MS);
      expect(times.length).toBeLessThanOrEqual(3600);
      expect(series.bytes).toBe(3600 * (8 + 2 * 4));
      // The newest are whole, the others means of what came together.
      expect(times.at(-1)! - times.at(-600)!).toBe(599 * every);
      expect(Math.max(...series.values('odd').subarray(0, 1000))).toBeLessThan(0.8);
      for (const [row, value] of series.values('a').entries()) {
        expect(Math.abs(value - times[row]!)).toBeLessThan(2000);
      }
    },
  );

  it('thins nothing out that comes once a second', () => {
    const series = createSeries(3600, HOUR_MS);
    for (let second = 1; second <= 5000; second += 1) series.push(second * 1000, figures(['a', 1]));
    expect([...series.times()]).toEqual(
      Array.from({ length: 3600 }, (_, at) => (at + 1401) * 1000),
    );
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
