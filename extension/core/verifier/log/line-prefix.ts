import { plainLine } from '../../findings/terminal-text';

/**
 * What other programs put before the lines of a log. None of these can begin a line of the verifier's
 * own; `>>> 12 |` of its report is no quotation.
 */
const PREFIXES: readonly RegExp[] = [
  // Mail: "> "; TAP: "# "; printk levels: "<6>", "kern  :info  : "
  /^(?:> )+/,
  /^# ?/,
  /^<\d{1,3}>/,
  /^(?:kern|user|daemon) *:(?:emerg|alert|crit|err|warn|notice|info|debug) *: */,
  // A job and its step, as CI systems put them before the time
  /^[^\t]{1,80}\t[^\t]{1,80}\t(?=\d{4}-)/,
  // Containers: "name-1  | "
  /^[A-Za-z][\w.-]{0,60} +\| /,
  // journald and syslog: "Nov 23 07:22:43 host name[12]: "
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? [\w.-]+ [\w./@-]+(?:\[\d+\])?: /,
  // "2026-11-23T07:22:43.123Z ", "07:22:43 ", "[   12.345678] ", and a level behind the time
  /^(?:\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:\.\d+)?|\[[ \d.:TZ-]*\d\])\s+/,
  /^(?:\[[A-Z]+\]|TRACE|DEBUG|INFO|WARN|WARNING|ERROR)\s+(?::\s+|\[[\w:]+\]\s+)?(?=libbpf: |\d+: |;|processed |R\d|from \d)/,
  // Loaders in Rust and Go
  /^.{0,200}?\bVerifier output: /,
];

/** Several programs may have had the line: a container's log in a CI job's, quoted in a mail. */
const MOST_PREFIXES = 4;

/** A log line without colours, prefixes of other programs, and blanks around it. */
export function bareLine(raw: string): string {
  let line = plainLine(raw).trim();
  // By far the most frequent lines: "12: (bf) …", "; code", "R0=…".
  if (/^(?:\d{1,7}: |;|R\d)/.test(line)) return line;
  for (let found = 0; found < MOST_PREFIXES; found++) {
    const prefix = PREFIXES.find((pattern) => pattern.test(line));
    if (!prefix) break;
    line = line.replace(prefix, '').trimStart();
  }
  return line;
}
