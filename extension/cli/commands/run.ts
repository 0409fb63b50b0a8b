import { resolve } from 'node:path';
import { programLine } from '../../core/sched-ext/program-line';
import { CANCELLED, failed, ok, type Outcome } from '../../core/findings/problem';
import { DEFAULT_LEASE_S } from '../../workflows/load/load';
import { DEFAULT_START_S } from '../../workflows/load/loader-request';
import { runLoader, type LoaderRun } from '../../workflows/load/loader-run';
import type { OutputStream } from '../../workflows/load/loader-session';
import type { Command, Invocation } from '../command';
import type { ExitStatus } from '../exit-status';
import { loaderOutcomeOf, reportLoader } from '../output/loader-report';
import { REPORT_OPTION, saveAskedReport } from '../saved-report';
import { chooseReplacement } from '../replacement';
import { connect, type Connection } from '../target-choice';
import { wantsColours } from '../terminal/style';
import { printable, type Terminal } from '../terminal/terminal';

export const run: Command = {
  name: 'run',
  summary: 'Run the program that loads a scheduler, and take both out at the end',
  description: [
    '',
    'PROGRAM is a Linux program of this machine (C or Rust), which is sent to the target and run there as',
    'root; what follows -- are its arguments. Link it statically unless the target has its libraries.',
    'Its output is passed through; Ctrl-C sends it SIGINT, later SIGTERM and SIGKILL. When this program or',
    'the connection dies, the target does the same by itself.',
  ],
  operands: ['PROGRAM', '[-- ARGUMENT…]'],
  options: {
    for: { value: 'SECONDS', help: 'the target ends it after that time' },
    ...REPORT_OPTION,
    replace: { help: 'take out the scheduler that runs now' },
    'put-back': { help: 'as --replace, and run that one again when this one is out' },
    within: {
      value: 'SECONDS',
      help: `give it up when the kernel runs no scheduler of it in that time (default: ${DEFAULT_START_S})`,
    },
    lease: {
      value: 'SECONDS',
      help: `the target ends it after that time without a sign of life from here (default: ${DEFAULT_LEASE_S})`,
    },
  },
  run: runProgram,
};

async function runProgram(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const timing = loaderTiming(invocation);
  if (timing.kind !== 'ok') return timing;
  const connection = await connect(invocation);
  if (connection.kind !== 'ok') return connection;
  const replace = await chooseReplacement(invocation, connection.value.host);
  if (replace.kind !== 'ok') return replace;
  const { terminal, signal, context, cwd } = invocation;
  const [program = '', ...args] = invocation.arguments.operands;
  const passOn = outputTo(invocation);
  const started = await runLoader(
    context,
    {
      ...connection.value,
      ...timing.value,
      program: resolve(cwd, program),
      args,
      replace: replace.value,
      colour: terminal.columns !== null && wantsColours(true, invocation.env),
      onOutput: passOn,
    },
    {
      signal,
      onProgress: (stage) => {
        terminal.progress(stage);
      },
    },
  );
  terminal.progress(null);
  if (started.kind !== 'ok') return started;
  if (started.value.kind === 'rejected') {
    const saved = await saveAskedReport(invocation, started.value.report, null);
    if (saved !== null) return failed(saved);
    return reportLoader(invocation, { ...started.value, state: 'rejected', notes: [] });
  }
  const { run } = started.value;
  await untilEnd(invocation, run, connection.value);
  const end = await run.done;
  const status = reportLoader(invocation, loaderOutcomeOf(end), run);
  if (end.kind === 'ended') {
    const saved = await saveAskedReport(invocation, end.report, null);
    if (saved !== null) return failed(saved);
  }
  return signal.aborted ? CANCELLED : status;
}

interface LoaderTiming {
  readonly leaseSeconds: number;
  readonly startSeconds: number;
  /** 0: no end. */
  readonly trialSeconds: number;
}

function loaderTiming({ arguments: given }: Invocation): Outcome<LoaderTiming> {
  const trial = given.seconds('for');
  if (trial.kind !== 'ok') return trial;
  const start = given.seconds('within');
  if (start.kind !== 'ok') return start;
  const lease = given.seconds('lease');
  if (lease.kind !== 'ok') return lease;
  // Whole seconds: the target counts in them.
  return ok({
    leaseSeconds: Math.ceil(lease.value ?? DEFAULT_LEASE_S),
    startSeconds: Math.ceil(start.value ?? DEFAULT_START_S),
    trialSeconds: Math.ceil(trial.value ?? 0),
  });
}

/** Each stream to its own; under --json both to standard error. */
function outputTo({ terminal, env }: Invocation) {
  const outColours = terminal.columns !== null && wantsColours(true, env);
  const errColours = terminal.interactive && wantsColours(true, env);
  return (stream: OutputStream, line: string) => {
    if (stream === 'out' && !terminal.json) terminal.print([programLine(line, outColours)]);
    else terminal.say([programLine(line, errColours)]);
  };
}

async function untilEnd(
  { terminal, signal, arguments: given }: Invocation,
  run: LoaderRun,
  { host, facts }: Connection,
): Promise<void> {
  const seconds = given.text('for');
  const until = seconds === null ? 'Ctrl-C ends it' : `ended after ${seconds} s`;
  saySmall(
    terminal,
    `Running: ${printable(run.ops)} on ${facts.kernelRelease} (${host.target.id}); ${until}`,
  );
  const unload = () => {
    saySmall(terminal, 'SIGINT was sent to it (Ctrl-C again leaves the rest to the target)');
    void run.unload();
  };
  signal.addEventListener('abort', unload, { once: true });
  if (signal.aborted) unload();
  await run.done;
  signal.removeEventListener('abort', unload);
}

/** Our own words stand apart from the program's. */
function saySmall(terminal: Terminal, text: string): void {
  if (!terminal.json) terminal.say([terminal.sayStyle.dim(text)]);
}
