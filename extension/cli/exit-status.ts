import type { Finding } from '../core/findings/finding';
import type { Problem } from '../core/findings/problem';

/** What the command line ends with; `scx-studio --help` says the same to people. */
export const EXIT = {
  fine: 0,
  /** Errors were found, or a scheduler failed. */
  findings: 1,
  usage: 2,
  /** A tool or the target is missing, or does not answer. */
  unavailable: 3,
  /** 128 + SIGINT: the user ended it. */
  interrupted: 130,
} as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export function statusOfFindings(findings: readonly Finding[]): ExitStatus {
  return findings.some(({ severity }) => severity === 'error') ? EXIT.findings : EXIT.fine;
}

export function statusOfProblem(problem: Problem): ExitStatus {
  return problem.kind === 'usage' ? EXIT.usage : EXIT.unavailable;
}
