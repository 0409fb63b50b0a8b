import { CANCELLED, failed, ok, type Outcome } from '../../core/findings/problem';
import { DEFAULT_LEASE_S, loadScheduler } from '../../workflows/load/load';
import { warningText } from '../../workflows/doctor/preflight';
import { checkTarget } from '../../workflows/target-facts';
import { BUILD_OPTIONS, verifyForTarget, type Built, type Verified } from '../built-scheduler';
import type { Command, Invocation } from '../command';
import { EXIT, statusOfFindings, type ExitStatus } from '../exit-status';
import { chosenRunFormat, RUN_FORMAT_OPTION } from '../output/format';
import { REPORT_OPTION, saveAskedReport } from '../saved-report';
import { outcomeOf, reportRun, type RunOutcome } from '../output/run-report';
import { showFound } from '../output/verdict';
import { chooseReplacement } from '../replacement';
import { printable } from '../terminal/terminal';
import { watchRun } from '../watched-run';

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
    ...RUN_FORMAT_OPTION,
    for: { value: 'SECONDS', help: 'a trial: the target takes it out after that time' },
    replace: { help: 'take out the scheduler that runs now' },
    'put-back': { help: 'as --replace, and run that one again when this one is out' },
    lease: {
      value: 'SECONDS',
      help: `the target takes it out after that time without a sign of life from here (default: ${DEFAULT_LEASE_S})`,
    },
    keep: { help: 'leave it loaded and end; "scx-studio unload" takes it out' },
    ...REPORT_OPTION,
    interval: {
      value: 'SECONDS',
      help: `time between two status lines (default: ${DEFAULT_INTERVAL_S})`,
    },
  },
  run: runLoad,
};

async function runLoad(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const format = chosenRunFormat(invocation);
  if (format.kind !== 'ok') return format;
  const timing = loadTiming(invocation);
  if (timing.kind !== 'ok') return timing;
  const interval = invocation.arguments.seconds('interval');
  if (interval.kind !== 'ok') return interval;
  // What does not pass the verifier is not loaded: a verdict explains more than a failed load.
  const built = await verifyForTarget(invocation, {
    onReached: ({ facts, host }) => checkTarget(facts, 'load', host.target.id),
    onBuilt: ({ findings }) => {
      if (!invocation.terminal.json) showFound(invocation, findings);
    },
  });
  if (built.kind !== 'ok') return built;
  const refused = refusal(built.value);
  if (refused !== null) return reportRun(invocation, built.value, refused);
  const loaded = await loadBuilt(invocation, built.value, timing.value);
  if (loaded.kind !== 'ok') return loaded;
  if (loaded.value.kind === 'rejected') {
    const { findings, putBack, report } = loaded.value;
    const saved = await saveAskedReport(invocation, report, built.value.object);
    if (saved !== null) return failed(saved);
    return reportRun(invocation, built.value, { state: 'rejected', findings, putBack });
  }
  const { run } = loaded.value;
  if (invocation.arguments.has('keep')) void run.keep();
  const watched = await watchRun(invocation, run, built.value, {
    trialSeconds: timing.value.trialSeconds,
    intervalMs: (interval.value ?? DEFAULT_INTERVAL_S) * 1000,
  });
  const status = reportRun(invocation, built.value, outcomeOf(watched), watched);
  const { end } = watched;
  if (end.kind === 'ended') {
    const saved = await saveAskedReport(invocation, end.report, built.value.object);
    if (saved !== null) return failed(saved);
  }
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

function refusal({ verdict }: Verified): RunOutcome | null {
  if (verdict === null) return { state: 'rejected', findings: [] };
  const { findings } = verdict;
  return statusOfFindings(findings) === EXIT.fine ? null : { state: 'rejected', findings };
}

async function loadBuilt(
  invocation: Invocation,
  built: Built,
  { leaseSeconds, trialSeconds }: LoadTiming,
): Promise<Loaded> {
  const { object, host, facts } = built;
  if (object === null) return CANCELLED; // It was not built, which is said already.
  const replace = await chooseReplacement(invocation, host);
  if (replace.kind !== 'ok') return replace;
  const { terminal, signal } = invocation;
  return loadScheduler(
    invocation.context,
    {
      object,
      host,
      facts,
      replace: replace.value,
      leaseSeconds,
      ...(trialSeconds === null ? {} : { trialSeconds }),
    },
    {
      signal,
      onProgress: (stage) => {
        terminal.progress(stage);
      },
      onWarning: (warning) => {
        terminal.say([`warning: ${printable(`${host.target.id}, ${warningText(warning)}`)}`]);
      },
    },
  );
}
