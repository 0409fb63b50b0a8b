import { MAX_LOG_ROWS, type LogRow } from '../../contracts/kernel-log-messages';

export interface LogFilter {
  /** Words that a row must all contain, whatever their case. */
  readonly text: string;
  /** Rows up to this syslog level; 7 shows all. */
  readonly maxLevel: number;
  readonly onlySchedExt: boolean;
}

export const ALL_ROWS: LogFilter = { text: '', maxLevel: 7, onlySchedExt: false };

/** The rows of the panel and which of them the filter lets through. */
export class KernelLogModel {
  #rows: LogRow[] = [];
  #shown: LogRow[] = [];
  #filter = ALL_ROWS;
  #matches = matcher(ALL_ROWS);

  get total(): number {
    return this.#rows.length;
  }

  /** What the filter lets through, oldest first. */
  get shown(): readonly LogRow[] {
    return this.#shown;
  }

  get isFiltered(): boolean {
    const { text, maxLevel, onlySchedExt } = this.#filter;
    return text.trim() !== '' || maxLevel < ALL_ROWS.maxLevel || onlySchedExt;
  }

  reset(rows: readonly LogRow[]): void {
    this.#rows = rows.slice(-MAX_LOG_ROWS);
    this.#refilter();
  }

  /** How many shown rows went out at the top: what is on the screen moves up by as many. */
  append(rows: readonly LogRow[]): number {
    for (const row of rows) {
      this.#rows.push(row);
      if (this.#matches(row)) this.#shown.push(row);
    }
    const surplus = this.#rows.length - MAX_LOG_ROWS;
    if (surplus <= 0) return 0;
    this.#rows = this.#rows.slice(surplus);
    const oldest = this.#rows[0]?.id ?? 0;
    const firstKept = this.#shown.findIndex(({ id }) => id >= oldest);
    const gone = firstKept < 0 ? this.#shown.length : firstKept;
    if (gone > 0) this.#shown = this.#shown.slice(gone);
    return gone;
  }

  setFilter(filter: LogFilter): void {
    this.#filter = filter;
    this.#matches = matcher(filter);
    this.#refilter();
  }

  #refilter(): void {
    this.#shown = this.#rows.filter(this.#matches);
  }
}

/** A backtrace's lines name nobody (kernel/sched/ext.c): they belong to the sched_ext row before them. */
const BACKTRACE = '   ';

/** Rows must come in their order: a backtrace follows the row it belongs to. */
function matcher({ text, maxLevel, onlySchedExt }: LogFilter): (row: LogRow) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let following = false;
  return (row) => {
    following = row.schedExt !== null || (following && row.text.startsWith(BACKTRACE));
    if (onlySchedExt && !following && row.level !== null) return false;
    if (row.level !== null && row.level > maxLevel) return false;
    const line = row.text.toLowerCase();
    return words.every((word) => line.includes(word));
  };
}

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

export function toneOf({ schedExt, level }: LogRow): RowTone {
  if (level === null) return 'remark';
  if (schedExt === 'error' || schedExt === 'stall' || level <= ERROR_LEVEL) return 'error';
  if (schedExt === 'disabled' || level === WARNING_LEVEL) return 'warning';
  if (schedExt === 'enabled') return 'good';
  return schedExt === null ? 'plain' : 'sched-ext';
}

/** `12.345678`, as dmesg writes it; '' where the log gives no time. */
export function timeText({ timeMicros }: LogRow): string {
  return timeMicros === null ? '' : (timeMicros / 1e6).toFixed(6);
}

/** A row as text to copy: `[   12.345678] warn: text`. */
export function copyText(row: LogRow): string {
  if (row.level === null) return `-- ${row.text} --`;
  const time = timeText(row);
  const level = LEVEL_NAMES[row.level];
  return `${time === '' ? '' : `[${time.padStart(12)}] `}${level === undefined ? '' : `${level}: `}${row.text}`;
}

/** "120 rows", "3 of 120 rows". */
export function countText(shown: number, total: number, isFiltered: boolean): string {
  const all = `${total.toLocaleString('en')} row${total === 1 ? '' : 's'}`;
  return isFiltered ? `${shown.toLocaleString('en')} of ${all}` : all;
}
