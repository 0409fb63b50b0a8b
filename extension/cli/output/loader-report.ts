import { ok, type Outcome } from '../../core/findings/problem';
import { putBackText } from '../../core/sched-ext/put-back';
import { exitText } from '../../workflows/load/loader-end';
import type { LoaderEnd, LoaderRun } from '../../workflows/load/loader-run';
import type { Invocation } from '../command';
import { EXIT, statusOfFindings, statusOfProblem, type ExitStatus } from '../exit-status';
import { printable } from '../terminal/terminal';
import { showFindings } from './findings';
import { problemJson, showProblem } from './problem';
import type { RunOutcome } from './run-report';
import { findingJson } from './verdict-json';

export interface LoaderOutcome extends RunOutcome, Pick<LoaderEnd, 'exitStatus' | 'notes'> {}

export function loaderOutcomeOf(end: LoaderEnd): LoaderOutcome {
  const { exitStatus, notes, putBack } = end;
  const findings = end.kind === 'ended' || end.kind === 'trial' ? end.findings : [];
  const problem = end.kind === 'lost' ? { problem: end.problem } : {};
  return { state: end.kind, findings, exitStatus, notes, putBack, ...problem };
}

/**
 * Says how a loader program ended, on standard error beside its own output, or as one JSON object; `run`
 * is absent when the kernel never ran a scheduler of it.
 */
export function reportLoader(
  invocation: Invocation,
  end: LoaderOutcome,
  run?: LoaderRun,
): Outcome<ExitStatus> {
  const { terminal, cwd } = invocation;
  const problem = end.problem ?? null;
  if (terminal.json) {
    terminal.printJson({
      state: end.state,
      ops: run?.ops ?? null,
      seconds: run === undefined ? null : secondsOf(run),
      exitStatus: end.exitStatus,
      findings: end.findings.map(findingJson),
      notes: end.notes,
      ...(end.putBack === undefined ? {} : { putBack: end.putBack }),
      ...(problem === null ? {} : { problem: problemJson(problem) }),
    });
  } else {
    showFindings(terminal, end.findings, cwd);
    terminal.say([
      ...end.notes.map((note) => printable(`Note: ${note}`)),
      ...lastWords(end, run),
      ...(end.putBack === undefined ? [] : [printable(putBackText(end.putBack))]),
    ]);
    if (problem !== null) showProblem(terminal, problem);
  }
  return ok(statusOf(end));
}

/** A program that was asked to go may end with any status; one that goes by itself tells by it. */
function statusOf({ state, problem, findings, exitStatus }: LoaderOutcome): ExitStatus {
  if (problem !== undefined) return statusOfProblem(problem);
  if (state === 'rejected' || (state === 'ended' && exitStatus !== 0)) return EXIT.findings;
  return statusOfFindings(findings);
}

function lastWords({ state, exitStatus }: LoaderOutcome, run: LoaderRun | undefined): string[] {
  if (run === undefined) return ['Not running'];
  const ops = printable(run.ops);
  const after = `after ${secondsOf(run).toFixed(1)} s; its program ended ${exitText(exitStatus)}`;
  switch (state) {
    case 'unloaded':
    case 'trial':
      return [`Unloaded ${ops} ${after}`];
    case 'ended':
      return [`${ops} is out ${after}`];
    case 'kept':
    case 'rejected':
    case 'lost':
      return [];
  }
}

const secondsOf = (run: LoaderRun) => (Date.now() - run.startedAt.getTime()) / 1000;
