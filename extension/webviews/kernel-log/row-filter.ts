import type { LogRow } from './row-store';

export interface LogFilter {
  /** Words that a row must all contain, whatever their case. */
  readonly text: string;
  /** Rows up to this syslog level; 7 shows all. */
  readonly maxLevel: number;
  /** `all` rows, those with `any` label, or those with the one of this index. */
  readonly label: 'all' | 'any' | number;
}

export const ALL_ROWS: LogFilter = { text: '', maxLevel: 7, label: 'all' };

export function isFiltering({ text, maxLevel, label }: LogFilter): boolean {
  return text.trim() !== '' || maxLevel < ALL_ROWS.maxLevel || label !== 'all';
}

/** A backtrace's lines name nobody (kernel/sched/ext.c): they belong to the row with a label before them. */
const BACKTRACE = '   ';

/** Rows must come in their order: a backtrace follows the row it belongs to. */
export function rowMatcher({ text, maxLevel, label }: LogFilter): (row: LogRow) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let followed = false;
  return (row) => {
    const isWanted =
      label === 'all' || (label === 'any' ? row.label !== null : row.label === label);
    followed = row.label === null ? followed && row.text.startsWith(BACKTRACE) : isWanted;
    if (!isWanted && !followed && row.level !== null) return false;
    if (row.level !== null && row.level > maxLevel) return false;
    if (words.length === 0) return true;
    const line = row.text.toLowerCase();
    return words.every((word) => line.includes(word));
  };
}
