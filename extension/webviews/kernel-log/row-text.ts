import {
  SCHED_EXT_KINDS,
  type LogSubject,
  type SchedExtKind,
} from '../../contracts/kernel-log-messages';
import type { LogRow } from './row-store';

export const LEVEL_NAMES = [
  'emerg',
  'alert',
  'crit',
  'err',
  'warn',
  'notice',
  'info',
  'debug',
] as const;

const ERROR_LEVEL = 3;
const WARNING_LEVEL = 4;

export type RowTone = 'error' | 'warning' | 'good' | 'sched-ext' | 'remark' | 'plain';

const KIND_TONES: Readonly<Record<SchedExtKind, RowTone>> = {
  enabled: 'good',
  disabled: 'warning',
  error: 'error',
  stall: 'error',
  lockup: 'error',
  dump: 'sched-ext',
  warning: 'warning',
  message: 'sched-ext',
};

/** Labels of a kernel log are SCHED_EXT_KINDS; those of BPF output are names of programs, in no tone. */
export function toneOf({ label, level }: LogRow, subject: LogSubject): RowTone {
  if (level === null) return 'remark';
  if (subject === 'bpf-output') return 'plain';
  const kind = label === null ? undefined : SCHED_EXT_KINDS[label];
  if (kind !== undefined && KIND_TONES[kind] !== 'sched-ext') return KIND_TONES[kind];
  if (level <= ERROR_LEVEL) return 'error';
  if (level === WARNING_LEVEL) return 'warning';
  return kind === undefined ? 'plain' : 'sched-ext';
}

/** `12.345678`, as dmesg writes it; '' where the log gives no time. */
export function timeText({ timeMicros }: LogRow): string {
  return timeMicros === null ? '' : (timeMicros / 1e6).toFixed(6);
}

/** The task that printed, and what: a row of BPF output holds both. */
export function partsOf(text: string, subject: LogSubject): readonly [string, string] {
  const tab = subject === 'bpf-output' ? text.indexOf('\t') : -1;
  return tab < 0 ? ['', text] : [text.slice(0, tab), text.slice(tab + 1)];
}

/** A row as text to copy: `[   12.345678] warn: text`, `[   12.345678] simple_enqueue: text`. */
export function copyText(row: LogRow, subject: LogSubject, labels: readonly string[]): string {
  if (row.level === null) return `-- ${row.text} --`;
  const time = timeText(row);
  const [task, text] = partsOf(row.text, subject);
  const label = row.label === null ? task : (labels[row.label] ?? '');
  const head = subject === 'bpf-output' ? label : (LEVEL_NAMES[row.level] ?? '');
  return `${time === '' ? '' : `[${time.padStart(12)}] `}${head === '' ? '' : `${head}: `}${text}`;
}

/** "120 rows", "3 of 120 rows", "filtering …". */
export function countText(counts: {
  readonly count: number;
  readonly total: number;
  readonly isFiltered: boolean;
  /** Rows that came while the list stands still. */
  readonly unseen: number;
}): string {
  const { count, total, isFiltered, unseen } = counts;
  const all = `${total.toLocaleString('en')} row${total === 1 ? '' : 's'}`;
  const shown = isFiltered ? `${count.toLocaleString('en')} of ${all}` : all;
  return unseen === 0 ? shown : `${shown}, ${unseen.toLocaleString('en')} new`;
}
