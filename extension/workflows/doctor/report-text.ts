import type { Check, CheckStatus } from './check';

/** A line of the report, and what of it a terminal may paint. */
export type ReportLine =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'check'; readonly status: CheckStatus; readonly text: string }
  /** What does not work, what to do, and the command that does it. */
  | { readonly kind: 'effect' | 'step' | 'command'; readonly text: string };

const ORDER: readonly CheckStatus[] = ['missing', 'unknown', 'warning'];

/** The whole report in a sentence: `2 missing, 1 warning`. */
export function verdictOf(checks: readonly Check[]): string {
  const counts = ORDER.map((status) => {
    const count = checks.filter((check) => check.status === status).length;
    return count === 0 ? null : `${count} ${status}${status === 'warning' && count > 1 ? 's' : ''}`;
  }).filter((part) => part !== null);
  return counts.length === 0 ? 'Everything that the loop needs is there' : counts.join(', ');
}

/** The report line by line: this machine, then `target` (null when none was looked at). */
export function reportLines(checks: readonly Check[], target: string | null): ReportLine[] {
  return [
    ...section('This machine', checks, 'here'),
    ...section(target === null ? 'Target' : `Target ${target}`, checks, 'target'),
  ];
}

/** The report as plain text, as it goes into a bug report: nothing in it that a terminal would obey. */
export function reportText(checks: readonly Check[], target: string | null): string {
  const lines = reportLines(checks, target).map(({ text }) => text);
  const report = [`SCX Studio doctor: ${verdictOf(checks)}`, ...lines, ''];
  return report.map((line) => line.replaceAll(/\p{Cc}/gu, '?')).join('\n');
}

function section(title: string, all: readonly Check[], where: Check['where']): ReportLine[] {
  const checks = all.filter((check) => check.where === where);
  if (checks.length === 0) return [];
  const widest = Math.max(...checks.map(({ name }) => name.length));
  return [{ kind: 'title', text: title }, ...checks.flatMap((check) => checkLines(check, widest))];
}

/** Below the status, so that the eye goes down the names. */
const INDENT = ' '.repeat(11);

function checkLines(check: Check, widest: number): ReportLine[] {
  const { status, name, detail, effect, nextStep, command } = check;
  const text = `  ${status.padEnd(7)}  ${name.padEnd(widest)}  ${detail}`;
  const further: readonly (readonly ['effect' | 'step' | 'command', string | null])[] = [
    ['effect', effect === null ? null : `${effect}.`],
    ['step', nextStep],
    ['command', command === null ? null : `  ${command}`],
  ];
  return [
    { kind: 'check', status, text: text.trimEnd() },
    ...further.flatMap(([kind, words]) => (words === null ? [] : [{ kind, text: INDENT + words }])),
  ];
}
