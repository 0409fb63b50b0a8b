import { CANCELLED, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Finding } from '../../core/findings/finding';
import { putBackText, type PutBack } from '../../core/sched-ext/put-back';
import { DEFAULT_LEASE_S, loadScheduler, type LoadRequest } from '../../workflows/load/load';
import { verifyScheduler } from '../../workflows/verify';
import { BUILD_OPTIONS, buildForTarget, type Built } from '../built-scheduler';
import type { Command, Invocation } from '../command';
import { EXIT, statusOfFindings, statusOfProblem, type ExitStatus } from '../exit-status';
import { countFindings, showFindings } from '../output/findings';
import { problemJson, showProblem } from '../output/problem';
import { chooseReplacement } from '../replacement';
import { printable } from '../terminal/terminal';
import { findingJson } from '../output/verdict-json';
import { watchRun, type WatchedRun } from '../watched-run';

const DEFAULT_INTERVAL_S = 1;

export const load: Command = {
  name: 'load',
  summary: 'Load a scheduler, watch it, and take it out at the end',
  description: [
    '',
    'FILE is a .bpf.c, or a folder that has one; without it the current folder is taken.',
    'The scheduler stays loaded until Ctrl-C or for the time of --for. When this program or the',
    'connection dies, the target takes it out by itself.',
  ],
  operands: ['[FILE]'],
  options: {
    ...BUILD_OPTIONS,
    for: { value: 'SECONDS', help: 'a trial: the target takes it out after that time' },
    replace: { help: 'take out the scheduler that runs now' },
    'put-back': { help: 'as --replace, and run that one again when this one is out' },
    lease: {
      value: 'SECONDS',
      help: `the target takes it out after that time without a sign of life from here (default: ${DEFAULT_LEASE_S})`,
    },
    keep: { help: 'leave it loaded and end; "scx-studio unload" takes it out' },
    interval: {
      value: 'SECONDS',
      help: `time between two status lines (default: ${DEFAULT_INTERVAL_S})`,
    },
  },
  run: runLoad,
};

async function runLoad(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const timing = loadTiming(invocation);
  if (timing.kind !== 'ok') return timing;
  const interval = invocation.arguments.seconds('interval');
  if (interval.kind !== 'ok') return interval;
  const built = await buildForTarget(invocation);
  if (built.kind !== 'ok') return built;
  if (!invocation.terminal.json) {
    showFindings(invocation.terminal, built.value.findings, invocation.cwd);
  }
  const refused = await refusal(invocation, built.value);
  if (refused.kind !== 'ok') return refused;
  if (refused.value !== null) return report(invocation, built.value, refused.value);
  const replace = await chooseReplacement(invocation, built.value.host);
  if (replace.kind !== 'ok') return replace;
  const loaded = await loadBuilt(invocation, built.value, {
    ...timing.value,
    replace: replace.value,
  });
  if (loaded.kind !== 'ok') return loaded;
  if (loaded.value.kind === 'rejected') {
    const { findings, putBack } = loaded.value;
    return report(invocation, built.value, { state: 'rejected', findings, putBack });
  }
  const { run } = loaded.value;
  if (invocation.arguments.has('keep')) void run.keep();
  const watched = await watchRun(invocation, run, built.value, {
    trialSeconds: timing.value.trialSeconds,
    intervalMs: (interval.value ?? DEFAULT_INTERVAL_S) * 1000,
  });
  const status = report(invocation, built.value, endOf(watched), watched);
  return invocation.signal.aborted ? CANCELLED : status;
}

type Loaded = Awaited<ReturnType<typeof loadScheduler>>;

interface LoadTiming {
  readonly leaseSeconds: number;
  /** null: no trial. */
  readonly trialSeconds: number | null;
}

function loadTiming({ arguments: given }: Invocation): Outcome<LoadTiming> {
  const trial = given.seconds('for');
  if (trial.kind !== 'ok') return trial;
  const lease = given.seconds('lease');
  if (lease.kind !== 'ok') return lease;
  // Whole seconds: the target counts in them.
  const trialSeconds = trial.value === null ? null : Math.ceil(trial.value);
  return ok({ leaseSeconds: Math.ceil(lease.value ?? DEFAULT_LEASE_S), trialSeconds });
}

/** What does not pass the verifier is not loaded: a verdict explains more than a failed load. */
async function refusal(
  invocation: Invocation,
  { object, host, facts }: Built,
): Promise<Outcome<End | null>> {
  if (object === null) return ok(null);
  const { terminal, signal, context } = invocation;
  const onProgress = (stage: string) => {
    terminal.progress(stage);
  };
  const verdict = await verifyScheduler(context, { object, host, facts }, { signal, onProgress });
  if (verdict.kind !== 'ok') return verdict;
  const { findings } = verdict.value;
  return ok(statusOfFindings(findings) === EXIT.fine ? null : { state: 'rejected', findings });
}

async function loadBuilt(
  invocation: Invocation,
  built: Built,
  { leaseSeconds, trialSeconds, replace }: LoadTiming & Pick<LoadRequest, 'replace'>,
): Promise<Loaded> {
  const { object, host, facts } = built;
  if (object === null) return ok({ kind: 'rejected', findings: [], log: '' });
  const { terminal, signal } = invocation;
  return loadScheduler(
    invocation.context,
    {
      object,
      host,
      facts,
      ...(replace === undefined ? {} : { replace }),
      leaseSeconds,
      ...(trialSeconds === null ? {} : { trialSeconds }),
    },
    {
      signal,
      onProgress: (stage) => {
        terminal.progress(stage);
      },
    },
  );
}

interface End {
  readonly state: 'rejected' | 'unloaded' | 'kept' | 'trial' | 'ended' | 'lost';
  readonly findings: readonly Finding[];
  readonly problem?: Problem;
  readonly putBack?: PutBack | undefined;
}

function endOf({ end }: WatchedRun): End {
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

function report(invocation: Invocation, built: Built, end: End, watched?: WatchedRun) {
  const { terminal, cwd } = invocation;
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
    showFindings(terminal, end.findings, cwd);
    terminal.print(lastWords(end, watched, findings));
    if (end.putBack !== undefined) terminal.print([printable(putBackText(end.putBack))]);
    if (problem !== null) showProblem(terminal, problem);
  }
  if (problem !== null) return ok(statusOfProblem(problem));
  return ok(end.state === 'rejected' ? EXIT.findings : statusOfFindings(findings));
}

function lastWords(
  { state }: End,
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
