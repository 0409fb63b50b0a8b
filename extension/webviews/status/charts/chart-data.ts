import type { Series } from '../../../core/metrics/series';
import type { ChartLine } from './chart-plan';

/** Times in milliseconds of the target, and a list a line; null is a gap. */
export interface ChartData {
  readonly timesMs: readonly number[];
  readonly lines: readonly (readonly (number | null)[])[];
}

/** No two readings that belong together lie farther apart, however slow the user set them. */
const GAP_MS = 10_000;

/** What a chart draws of the time from `fromMs` to `toMs`, both included. */
export function chartData(
  series: Series,
  lines: readonly ChartLine[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): ChartData {
  const times = series.times();
  const rows = rowsBetween(times, fromMs, toMs);
  const columns = lines.map(({ figures, by }) => {
    const values = figures.map((figure) => series.values(figure));
    return (row: number) => together(values, row, by);
  });
  return {
    timesMs: rows.map((row) => (row < 0 ? (times[~row] ?? 0) - 1 : (times[row] ?? 0))),
    lines: columns.map((valueAt) => rows.map((row) => (row < 0 ? null : valueAt(row)))),
  };
}

/** Numbers of rows; before one that comes after a pause stands its complement, which draws as a gap. */
function rowsBetween(times: Float64Array, fromMs: number, toMs: number): readonly number[] {
  const rows: number[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (const [row, time] of times.entries()) {
    if (time < fromMs || time > toMs) continue;
    if (time - before > GAP_MS) rows.push(~row);
    rows.push(row);
    before = time;
  }
  return rows;
}

function together(
  columns: readonly Float32Array[],
  row: number,
  by: ChartLine['by'],
): number | null {
  let count = 0;
  let sum = 0;
  let most = Number.NEGATIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  for (const column of columns) {
    const value = column[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
    most = Math.max(most, value);
    least = Math.min(least, value);
  }
  if (count === 0) return null;
  return by === 'mean' ? sum / count : by === 'most' ? most : least;
}

/** True when a figure is 0 or unknown in all of the time. */
export function isQuiet(
  series: Series,
  name: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): boolean {
  const times = series.times();
  return !series.values(name).some((value, row) => {
    const time = times[row] ?? Number.NaN;
    return value > 0 && time >= fromMs && time <= toMs;
  });
}
