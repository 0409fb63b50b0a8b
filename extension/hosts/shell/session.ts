import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Exit, RemoteRun, RemoteSession } from '../api';
import { startProcess, type RunningProcess } from '../processes/process';
import type { Shell } from './shell';

/** What runs one script. */
export interface Launch {
  readonly argv: readonly [string, ...string[]];
  /** Goes before the script's input, and never into a log. */
  readonly preface: string;
}

export interface ShellSession extends RemoteSession {
  /** Ends it at once, without a chance to clean up: nothing that comes from there is to be believed. */
  kill(): void;
}

/** What a script gets to clean up after its input has ended, before its process is ended too. */
const STOP_GRACE_MS = 10_000;
const NOISE_KEPT_LINES = 20;

/** Runs one script over a shell; its output is told apart from the login shell's own. */
export function startSession(
  shell: Shell,
  launch: () => Promise<Outcome<Launch>>,
  onLine: (line: string) => void,
  options: RemoteRun,
): ShellSession {
  let running: RunningProcess | null = null;
  const state = { ended: false };
  const waiting: string[] = [];
  const end = () => {
    if (state.ended) return;
    state.ended = true;
    if (running) stop(running, options.stopGraceMs);
  };
  const output = afterNoise(shell.begins, onLine);
  const isCancelled = () => options.signal?.aborted === true;
  const open = async (): Promise<Outcome<Exit>> => {
    if (isCancelled()) return CANCELLED;
    options.signal?.addEventListener('abort', end, { once: true });
    const launched = await launch();
    if (launched.kind !== 'ok') return launched;
    const { argv, preface } = launched.value;
    running = startProcess(argv, { env: shell.environment?.(), onLine: output.push });
    if (preface !== '') running.write(preface);
    writeInput(running, options.input, end);
    for (const line of waiting) running.write(line);
    if (state.ended) stop(running, options.stopGraceMs);
    const exit = await running.done;
    if (isCancelled()) return CANCELLED;
    const failure = await shell.failure(exit);
    if (isCancelled()) return CANCELLED;
    const problem = failure ?? (output.began() ? null : noScript(shell, output.noise()));
    return problem === null ? ok({ ...exit, stdout: '' }) : failed(problem);
  };
  const done = open().finally(() => options.signal?.removeEventListener('abort', end));
  const send = (line: string) => {
    if (running) running.write(line + '\n');
    else waiting.push(line + '\n');
  };
  const kill = () => {
    end();
    running?.kill();
  };
  return { send, end, kill, done };
}

function writeInput(running: RunningProcess, input: RemoteRun['input'], end: () => void): void {
  if (input === undefined || input instanceof Uint8Array) {
    if (input) running.write(input);
    return;
  }
  void input.then((late) => {
    if (late === null) end();
    else running.write(late);
  });
}

/** Lets lines through after the one that says that the script begins. */
function afterNoise(begins: string | null, onLine: (line: string) => void) {
  let began = begins === null;
  const noise: string[] = [];
  return {
    push: (line: string) => {
      if (began) onLine(line);
      else if (line === begins) began = true;
      else if (noise.length < NOISE_KEPT_LINES) noise.push(line);
    },
    began: () => began,
    noise: () => noise,
  };
}

/** The way to the target works, but something else than our script answered. */
function noScript({ target }: Shell, noise: readonly string[]): Problem {
  return {
    kind: 'target',
    code: 'no-shell',
    message: `Could not run a script on ${target.id}: its login shell does something else`,
    nextStep: `Try "ssh ${target.id} echo hello" in a terminal: the account needs a shell that runs commands.`,
    detail: noise.join('\n').trim(),
  };
}

/** Closes the input, which every script takes as "stop"; ends the process when that does not help. */
function stop(running: RunningProcess, graceMs = STOP_GRACE_MS): void {
  running.closeInput();
  const timer = setTimeout(() => {
    running.kill();
  }, graceMs);
  void running.done.then(() => {
    clearTimeout(timer);
  });
}
