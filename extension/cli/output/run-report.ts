import type { Finding } from '../../core/findings/finding';
import { ok, type Outcome, type Problem } from '../../core/findings/problem';
import { putBackText, type PutBack } from '../../core/sched-ext/put-back';
import type { Built } from '../built-scheduler';
import type { Invocation } from '../command';
import { EXIT, statusOfFindings, statusOfProblem, type ExitStatus } from '../exit-status';
import { printable } from '../terminal/terminal';
import type { WatchedRun } from '../watched-run';
import { countFindings } from './findings';
import { problemJson, showProblem } from './problem';
import { showFound } from './verdict';
import { findingJson } from './verdict-json';

/** How a run ended, or why there was none. */
export interface RunOutcome {
  readonly state: 'rejected' | 'unloaded' | 'kept' | 'trial' | 'ended' | 'lost';
  readonly findings: readonly Finding[];
  readonly problem?: Problem;
  readonly putBack?: PutBack | undefined;
}

export function outcomeOf({ end }: WatchedRun): RunOutcome {
  const { putBack } = end;
  switch (end.kind) {
    case 'unloaded':
    case 'kept':
      return { state: end.kind, findings: [], putBack };
    case 'trial':
    case 'ended':
      return { state: end.kind, findings: end.findings, putBack };
    case 'lost':
      return { state: 'lost', findings: [], problem: end.problem, putBack };
  }
}

/** Prints it, or one JSON object; `watched` is absent when the scheduler never ran. */
export function reportRun(
  invocation: Invocation,
  built: Built,
  end: RunOutcome,
  watched?: WatchedRun,
): Outcome<ExitStatus> {
  const { terminal } = invocation;
  const findings = [...built.findings, ...end.findings];
  const problem = end.problem ?? null;
  if (terminal.json) {
    terminal.printJson({
      state: end.state,
      ops: watched?.ops ?? null,
      seconds: watched?.seconds ?? null,
      findings: findings.map(findingJson),
      lastSample: watched?.lastSample ?? null,
      ...(end.putBack === undefined ? {} : { putBack: end.putBack }),
      ...(problem === null ? {} : { problem: problemJson(problem) }),
    });
  } else {
    showFound(invocation, end.findings);
    terminal.print(lastWords(end, watched, findings));
    if (end.putBack !== undefined) terminal.print([printable(putBackText(end.putBack))]);
    if (problem !== null) showProblem(terminal, problem);
  }
  if (problem !== null) return ok(statusOfProblem(problem));
  return ok(end.state === 'rejected' ? EXIT.findings : statusOfFindings(findings));
}

function lastWords(
  { state }: RunOutcome,
  watched: WatchedRun | undefined,
  findings: readonly Finding[],
): string[] {
  if (watched === undefined) {
    const failed = statusOfFindings(findings) !== EXIT.fine;
    return [failed ? `Not running: ${countFindings(findings)}` : 'Not running any more'];
  }
  const after = `after ${watched.seconds.toFixed(1)} s`;
  switch (state) {
    case 'unloaded':
    case 'trial':
      return [`Unloaded ${watched.ops} ${after}`];
    case 'kept':
      return [`${watched.ops} stays loaded; "scx-studio unload" takes it out`];
    case 'ended':
      return [
        statusOfFindings(findings) === EXIT.fine
          ? `${watched.ops} is out ${after}`
          : `The kernel threw ${watched.ops} out ${after}: ${countFindings(findings)}`,
      ];
    case 'rejected':
    case 'lost':
      return [];
  }
}
