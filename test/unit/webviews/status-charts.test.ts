import { describe, expect, it } from 'vitest';
import { createSeries } from '../../../extension/core/metrics/series';
import { ChartBoard } from '../../../extension/webviews/status/charts/chart-board';
import { chartData } from '../../../extension/webviews/status/charts/chart-data';
import { chartPlans, MOST_CPU_LINES } from '../../../extension/webviews/status/charts/chart-plan';
import { figureText } from '../../../extension/webviews/status/charts/chart-text';

const never = () => false;
const busyNames = (count: number) => Array.from({ length: count }, (_, cpu) => `busy ${cpu}`);

describe('chart plans', () => {
  it('draw what there is, counters of newer kernels too', () => {
    const plans = chartPlans(['event SCX_EV_OF_TOMORROW', 'pressure cpu some'], never);
    expect(plans.map(({ title, lines }) => [title, lines.map(({ label }) => label)])).toEqual([
      ['Events', ['OF_TOMORROW']],
      ['Pressure', ['cpu some']],
    ]);
  });

  it('leave out counters that did not move', () => {
    const plans = chartPlans(['event A', 'event B'], (name) => name === 'event A');
    expect(plans[0]?.lines.map(({ label }) => label)).toEqual(['B']);
  });

  it('put very many CPUs together', () => {
    const linesFor = (count: number) => chartPlans(busyNames(count), never)[0]?.lines ?? [];
    expect(linesFor(MOST_CPU_LINES)).toHaveLength(MOST_CPU_LINES);
    expect(linesFor(512).map(({ label }) => label)).toEqual([
      'mean of 512 CPUs',
      'highest',
      'lowest',
    ]);
  });
});

describe('chart data', () => {
  const series = createSeries(100);
  series.push(
    1000,
    new Map([
      ['a', 1],
      ['b', 3],
    ]),
  );
  series.push(
    2000,
    new Map([
      ['a', null],
      ['b', 5],
    ]),
  );
  series.push(
    60_000,
    new Map([
      ['a', 2],
      ['b', 4],
    ]),
  );
  const line = (figures: readonly string[], by: 'mean' | 'most' | 'least') => ({
    label: '',
    figures,
    by,
  });

  it('has a gap where nothing is known, and where nobody looked', () => {
    const data = chartData(series, [line(['a'], 'mean')], { fromMs: 0, toMs: 60_000 });
    expect(data.timesMs).toEqual([1000, 2000, 59_999, 60_000]);
    expect(data.lines).toEqual([[1, null, null, 2]]);
  });

  it('ends where the time shown ends, and takes several figures as one', () => {
    const both = ['a', 'b'];
    const lines = [line(both, 'mean'), line(both, 'most'), line(both, 'least')];
    const data = chartData(series, lines, { fromMs: 500, toMs: 2000 });
    expect(data.lines).toEqual([
      [2, 5],
      [3, 5],
      [1, 5],
    ]);
  });
});

describe('the board', () => {
  it('stands still while it is paused, and goes on where time is then', () => {
    const board = new ChartBoard();
    board.push(1000, new Map([['a', 1]]));
    board.pause(true);
    board.push(9000, new Map([['a', 2]]));
    expect(board.range(500)).toEqual({ fromMs: 500, toMs: 1000 });
    board.pause(false);
    expect(board.range(500)).toEqual({ fromMs: 8500, toMs: 9000 });
  });

  it('takes a reading once, and all of the past when it is made anew', () => {
    const board = new ChartBoard();
    board.restore({
      timesMs: Float64Array.of(1000, 2000),
      names: ['a'],
      values: [Float32Array.of(1, Number.NaN)],
    });
    board.push(2000, new Map([['a', 5]]));
    expect(board.series.length).toBe(2);
    expect([...board.series.values('a')]).toEqual([1, Number.NaN]);
  });
});

it.each([
  [0, '%', '0 %'],
  [0.016, 'ms/s', '0.02 ms/s'],
  [84_000, '/s', '84 k/s'],
  [999_700, '/s', '1 M/s'],
  [null, '/s', '–'],
] as const)('writes %s %s as %s', (value, unit, text) => {
  expect(figureText(value, unit)).toBe(text);
});
