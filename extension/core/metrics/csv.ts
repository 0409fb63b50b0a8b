import type { Series } from './series';

export interface CsvRange {
  /** Times of the target, both included. */
  readonly fromMs: number;
  readonly toMs: number;
  /** What is added to a time of the target for one of this machine's clock, milliseconds since the epoch. */
  readonly epochMs: number;
}

/**
 * Figures as CSV (RFC 4180): seconds since the target booted, the time in UTC, then a column a figure. What is
 * not known is an empty field. Names come from a kernel: one that a spreadsheet would calculate is made text.
 */
export function seriesCsv(series: Series, { fromMs, toMs, epochMs }: CsvRange): string {
  const times = series.times();
  const columns = series.names.map((name) => series.values(name));
  const lines = [['seconds since boot', 'time', ...series.names].map(field).join(',')];
  for (const [index, timeMs] of times.entries()) {
    if (timeMs < fromMs || timeMs > toMs) continue;
    const values = columns.map((column) => numberText(column[index]));
    lines.push([String(timeMs / 1000), clockText(timeMs + epochMs), ...values].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function clockText(timeMs: number): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

function numberText(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(Number(value.toPrecision(6)));
}

function field(name: string): string {
  const text = /^[=+\-@\t\r]/.test(name) ? `'${name}` : name;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
