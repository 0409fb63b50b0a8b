import type { Finding } from '../../core/findings/finding';
import type { Outcome } from '../../core/findings/problem';
import type { Session } from './session';

/** Says what became of a step that the user asked for. Cancelling says nothing. True when it was ok. */
export function reported<T>(
  { notifications }: Pick<Session, 'notifications'>,
  outcome: Outcome<T>,
): outcome is Extract<Outcome<T>, { kind: 'ok' }> {
  if (outcome.kind === 'problem') notifications.problem(outcome.problem);
  if (outcome.kind === 'ok') notifications.settled();
  return outcome.kind === 'ok';
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** "2 errors", "1 error and 3 warnings". */
export function countOf(findings: readonly Finding[]): string {
  const count = (severity: Finding['severity']) =>
    findings.filter((finding) => finding.severity === severity).length;
  const named = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const parts = [
    ...(count('error') > 0 ? [named(count('error'), 'error')] : []),
    ...(count('warning') > 0 ? [named(count('warning'), 'warning')] : []),
  ];
  return parts.length === 0 ? 'no errors' : parts.join(' and ');
}
