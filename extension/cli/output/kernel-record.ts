import type { SchedExtKind } from '../../contracts/kernel-log-messages';
import { isStackLine, recognise } from '../../core/kernel-log/sched-ext-event';
import type { KernelRecord } from '../../core/sched-ext/target';
import type { Style } from '../terminal/style';
import { printable } from '../terminal/terminal';

const LAST_ERROR_LEVEL = 3;

/** Lets through what is about sched_ext: its records, and the backtrace lines right after one. */
export function createSchedExtFilter(): (record: KernelRecord) => boolean {
  let following = false;
  return (record) => {
    // A backtrace's lines name nobody (kernel/sched/ext.c, 6.12 to 7.3).
    following = recognise(record) !== null || (following && isStackLine(record.text));
    return following;
  };
}

/** As dmesg prints it: `[   12.345678] text`. */
export function recordLine(record: KernelRecord, style: Style): string {
  const kind = recognise(record)?.kind;
  const text = printable(record.text);
  const bad = isBad(kind) || record.level <= LAST_ERROR_LEVEL;
  const painted = bad
    ? style.red(text)
    : kind === 'disabled' || kind === 'warning'
      ? style.yellow(text)
      : text;
  if (Number.isNaN(record.timeMicros)) return painted;
  return `${style.dim(`[${(record.timeMicros / 1e6).toFixed(6).padStart(12)}]`)} ${painted}`;
}

const isBad = (kind: SchedExtKind | undefined) =>
  kind === 'error' || kind === 'stall' || kind === 'lockup';

/** A record as data; numbers that the target's log does not have are null. */
export function recordJson(record: KernelRecord) {
  const event = recognise(record);
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  return {
    sequence: known(record.sequence),
    timeMicros: known(record.timeMicros),
    level: record.level,
    text: record.text,
    event: event === null ? null : { kind: event.kind, ops: event.ops, reason: event.reason },
  };
}
