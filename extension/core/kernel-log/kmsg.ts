import { plainLine } from '../findings/terminal-text';
import type { KernelRecord } from '../sched-ext/target';

/** `level,sequence,micros,flags[,more];text` (Documentation/ABI/testing/dev-kmsg). */
const RECORD = /^(\d+),(\d+),(\d+),([^;]*);(.*)$/;

/**
 * Reads one line of /dev/kmsg. null for continuation lines (" KEY=value" of the record before) and
 * for what is no record. Bytes that the kernel escapes as \xNN are put back; where they are no UTF-8
 * the replacement character stands for them.
 */
export function parseKmsg(line: string): KernelRecord | null {
  const [, priority, sequence, micros, , text] = RECORD.exec(line) ?? [];
  if (text === undefined) return null;
  return {
    sequence: Number(sequence),
    timeMicros: Number(micros),
    // The upper bits name the facility: 12 is "user, warning".
    level: Number(priority) & 7,
    text: unescapeBytes(text),
  };
}

const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];
/** What printk gives a record whose level nobody said (dmesg prints none without -x or -r). */
const UNKNOWN_LEVEL = 6;
const DECODED = new RegExp(`^\\w+ *:(${LEVELS.join('|')}) *: (.*)$`);
const UPTIME = /^\[ *(\d+)\.(\d{1,6})\](?:\[ *[TC]\d+\])? ?(.*)$/;
const CLOCK = /^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}\] (.*)$/;

/**
 * Reads one line of dmesg, as plain, raw (-r), decoded (-x) or dated (-T) output; null for an empty
 * one. dmesg numbers no records, so `sequence` is NaN; `timeMicros` is NaN where the line has no
 * time since boot (a kernel with printk.time=0, or -T).
 */
export function parseDmesg(line: string): KernelRecord | null {
  let text = plainLine(line);
  if (text.trim() === '') return null;
  let level = UNKNOWN_LEVEL;
  const raw = /^<(\d+)>(.*)$/.exec(text);
  const decoded = raw ? null : DECODED.exec(text);
  if (raw) level = Number(raw[1]) & 7;
  if (decoded) level = LEVELS.indexOf(decoded[1] ?? '');
  text = raw?.[2] ?? decoded?.[2] ?? text;
  const uptime = UPTIME.exec(text);
  const timeMicros = uptime
    ? Number(uptime[1]) * 1e6 + Number((uptime[2] ?? '').padEnd(6, '0'))
    : Number.NaN;
  text = uptime?.[3] ?? CLOCK.exec(text)?.[1] ?? text;
  return { sequence: Number.NaN, timeMicros, level, text };
}

function unescapeBytes(text: string): string {
  if (!text.includes('\\x')) return text;
  return text.replaceAll(/(?:\\x[0-9a-f]{2})+/gi, (run) => {
    const bytes = run.split('\\x').slice(1);
    return new TextDecoder().decode(Uint8Array.from(bytes, (hex) => Number.parseInt(hex, 16)));
  });
}
