/** Rows that become one, from `from` up to `to`, which is none of them. */
export interface RowGroup {
  readonly from: number;
  readonly to: number;
}

/** The newest sixth stays as it is; older rows get two thirds, so that there is room for some time. */
const FRESH = 1 / 6;
const OLD = 2 / 3;
/** Rows that come at almost this pace fill the span by themselves. */
const PACE = 0.9;

/**
 * Which of the rows at these times are to become one, so that as many cover `spanMs`. null when they need not: they
 * come slowly enough, or cover it already.
 */
export function groupedRows(times: Float64Array, spanMs: number): readonly RowGroup[] | null {
  const last = times.at(-1) ?? 0;
  const fresh = times.length - Math.floor(times.length * FRESH);
  const isSlow = last - (times[fresh] ?? last) >= spanMs * FRESH * PACE;
  if (isSlow || last - (times[0] ?? last) >= spanMs) return null;
  const stepMs = spanMs / (times.length * OLD);
  const groups: { from: number; to: number }[] = [];
  let step = Number.NaN;
  for (const [row, time] of times.entries()) {
    const own = Math.floor(time / stepMs);
    const group = groups.at(-1);
    if (group && own === step && row < fresh) group.to = row + 1;
    else groups.push({ from: row, to: row + 1 });
    step = own;
  }
  return groups;
}

/** A value a group; NaN where none of its rows has one. */
export function meansOf(
  values: Float32Array,
  groups: readonly RowGroup[],
): Float32Array<ArrayBuffer> {
  return Float32Array.from(groups, ({ from, to }) => {
    let sum = 0;
    let count = 0;
    for (let row = from; row < to; row += 1) {
      const value = values[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    return sum / count;
  });
}
