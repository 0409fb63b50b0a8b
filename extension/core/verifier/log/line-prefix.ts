import { plainLine } from '../../findings/terminal-text';

/**
 * What other programs put before the lines of a log: time of day, ISO time, seconds since boot,
 * a level in brackets. None of these can begin a line of the verifier's own.
 */
const PREFIX =
  /^(?:\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:\.\d+)?|\[[ \d.:TZ-]*\d\])\s+(?:\[[A-Z]+\]\s*|(?:TRACE|DEBUG|INFO|WARN|ERROR)\s+)?/;

/** A log line without colours, prefixes of other programs, and blanks around it. */
export function bareLine(raw: string): string {
  const line = plainLine(raw).trim();
  const first = line.charCodeAt(0);
  // Only digits and "[" can begin a prefix; "12: (bf) …" is by far the most frequent line.
  if (!(first === 0x5b || (first >= 0x30 && first <= 0x39 && !/^\d+: /.test(line)))) return line;
  return line.replace(PREFIX, '');
}
