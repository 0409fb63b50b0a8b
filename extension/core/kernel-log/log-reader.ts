import { plainLine } from '../findings/terminal-text';
import type { KernelRecord } from '../sched-ext/target';
import { parseDmesg, parseKmsg } from './kmsg';

/** What one line of remote/log.sh says. */
export type LogItem =
  /** Once, before any record. */
  | { readonly kind: 'start'; readonly boot: string }
  | { readonly kind: 'record'; readonly record: KernelRecord }
  | { readonly kind: 'refused'; readonly words: string };

export interface LogReader {
  /** null for lines that say nothing by themselves. */
  push(line: string): LogItem | null;
  /**
   * The start of reading by the clock of the records, in microseconds since boot: by the last one that was there,
   * else by the time since boot. -Infinity before it is known.
   */
  readonly startMicros: number;
  /** Names this boot of the target; null before it is known. */
  readonly boot: string | null;
}

/** Reads the output of remote/log.sh, line by line. */
export function createLogReader(): LogReader {
  let boot: string | null = null;
  let startMicros = Number.NEGATIVE_INFINITY;
  let newestMicros = Number.NaN;
  const record = (value: KernelRecord | null): LogItem | null =>
    value === null ? null : { kind: 'record', record: value };
  return {
    get boot() {
      return boot;
    },
    get startMicros() {
      return startMicros;
    },
    push(line) {
      if (/^\d/.test(line)) return record(parseKmsg(line));
      const [, word, rest = ''] = /^(boot|newest|uptime|dmesg|refused) (.*)$/.exec(line) ?? [];
      if (word === 'boot') boot = rest;
      if (word === 'newest') newestMicros = parseDmesg(rest)?.timeMicros ?? Number.NaN;
      if (word === 'uptime') {
        const up = Number(rest.split(' ', 1)[0]) * 1e6;
        startMicros = Number.isNaN(newestMicros) ? up : newestMicros + 1;
        return { kind: 'start', boot: boot ?? '' };
      }
      if (word === 'dmesg') return record(parseDmesg(rest));
      return word === 'refused' ? { kind: 'refused', words: plainLine(rest) } : null;
    },
  };
}
