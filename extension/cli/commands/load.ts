import { CANCELLED, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Finding } from '../../core/findings/finding';
import { loadScheduler } from '../../workflows/load/load';
import { BUILD_OPTIONS, buildForTarget, type Built } from '../built-scheduler';
import type { Command, Invocation } from '../command';
import { EXIT, statusOfFindings, statusOfProblem, type ExitStatus } from '../exit-status';
import { countFindings, showFindings } from '../output/findings';
import { problemJson, showProblem } from '../output/problem';
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
    for: { value: 'SECONDS', help: 'take it out after that time' },
    replace: { help: 'take out the scheduler that runs now' },
    interval: {
      value: 'SECONDS',
      help: `time between two status lines (default: ${DEFAULT_INTERVAL_S})`,
    },
  },
  run: runLoad,
};

async function runLoad(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const duration = invocation.arguments.seconds('for');
  if (duration.kind !== 'ok') return duration;
  const interval = invocation.arguments.seconds('interval');
  if (interval.kind !== 'ok') return interval;
  const built = await buildForTarget(invocation);
  if (built.kind !== 'ok') return built;
  if (!invocation.terminal.json) {
    showFindings(invocation.terminal, built.value.findings, invocation.cwd);
  }
  const loaded = await loadBuilt(invocation, built.value);
  if (loaded.kind !== 'ok') return loaded;
  if (loaded.value.kind === 'rejected') {
    return report(invocation, built.value, { state: 'rejected', findings: loaded.value.findings });
  }
  const { run } = loaded.value;
  const watched = await watchRun(invocation, run, built.value, {
    durationMs: duration.value === null ? null : duration.value * 1000,
    intervalMs: (interval.value ?? DEFAULT_INTERVAL_S) * 1000,
  });
  const status = report(invocation, built.value, endOf(watched), watched);
  return invocation.signal.aborted ? CANCELLED : status;
}

type Loaded = Awaited<ReturnType<typeof loadScheduler>>;

async function loadBuilt(invocation: Invocation, built: Built): Promise<Loaded> {
  const { object, host, facts } = built;
  if (object === null) return ok({ kind: 'rejected', findings: [], log: '' });
  const { terminal, signal } = invocation;
  const replace = invocation.arguments.has('replace');
  return loadScheduler(
    invocation.context,
    { object, host, facts, replace },
    {
      signal,
      onProgress: (stage) => {
        terminal.progress(stage);
      },
    },
  );
}

interface End {
  readonly state: 'rejected' | 'unloaded' | 'ended' | 'lost';
  readonly findings: readonly Finding[];
  readonly problem?: Problem;
}

function endOf({ end }: WatchedRun): End {
  switch (end.kind) {
    case 'unloaded':
      return { state: 'unloaded', findings: [] };
    case 'ended':
      return { state: 'ended', findings: end.findings };
    case 'lost':
      return { state: 'lost', findings: [], problem: end.problem };
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
      ...(problem === null ? {} : { problem: problemJson(problem) }),
    });
  } else {
    showFindings(terminal, end.findings, cwd);
    terminal.print(lastWords(end, watched, findings));
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
      return [`Unloaded ${watched.ops} ${after}`];
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
