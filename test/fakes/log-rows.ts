/** Rows of a log panel as the extension sends them. */
import { REMARK_LEVEL, type LogRows } from '../../extension/contracts/kernel-log-messages';

export interface FakeRow {
  readonly text: string;
  readonly timeMicros?: number;
  readonly level?: number | null;
  /** 1 + the place in the labels. */
  readonly label?: number;
}

/** Plain arrays, as a browser under test takes them. */
export function logRows(rows: readonly FakeRow[]): LogRows {
  return {
    texts: rows.map(({ text }) => text).join('\n'),
    timesMicros: rows.map(({ timeMicros = 1000 }) => timeMicros),
    levels: rows.map(({ level = 6 }) => level ?? REMARK_LEVEL),
    labels: rows.map(({ label = 0 }) => label),
  };
}

export function numberedRows(count: number, from = 0): LogRows {
  return logRows(
    Array.from({ length: count }, (_, at) => ({
      text: `line ${from + at}`,
      timeMicros: (from + at) * 1000,
    })),
  );
}
