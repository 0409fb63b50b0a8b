import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Target } from '../../core/sched-ext/target';
import type { RemoteScript } from '../../contracts/remote-scripts';
import { REMOTE_SCRIPT_TEXTS } from '../../remote';
import type { CommandLog, Exit, Host, RemoteRun, RemoteSession } from '../api';
import { startProcess, type ProcessExit, type RunningProcess } from '../processes/process';

/** How a kind of target runs a script: the argv that does it, and what its failures mean. */
export interface Shell {
  readonly target: Target;
  /** The argv that runs `script` under the target's sh, as root when `privileged`. */
  command(
    script: string,
    args: readonly string[],
    privileged: boolean,
  ): Promise<Outcome<readonly [string, ...string[]]>>;
  /** The problem when the way to the target failed; null when the script itself ended like this. */
  failure(exit: ProcessExit): Problem | null;
  dispose(): Promise<void>;
}

/** What a script gets to clean up after its input has ended, before its process is ended too. */
const STOP_GRACE_MS = 10_000;

/** A host over a shell: local, ssh and lab targets differ only in their `Shell`. */
export function createShellHost(shell: Shell, log: CommandLog): Host {
  const sessions = new Set<RemoteSession>();
  const start = (
    script: RemoteScript,
    onLine: (line: string) => void,
    options: RemoteRun = {},
  ): RemoteSession => {
    const session = startSession(shell, log, script, onLine, options);
    sessions.add(session);
    void session.done.then(() => sessions.delete(session));
    return session;
  };
  return {
    target: shell.target,
    start,
    async run(script, options) {
      const lines: string[] = [];
      const outcome = await start(script, (line) => lines.push(line), options).done;
      if (outcome.kind !== 'ok') return outcome;
      const stdout = lines.map((line) => line + '\n').join('');
      return ok({ ...outcome.value, stdout });
    },
    async dispose() {
      for (const session of sessions) session.end();
      await Promise.all([...sessions].map(({ done }) => done));
      await shell.dispose();
    },
  };
}

function startSession(
  shell: Shell,
  log: CommandLog,
  script: RemoteScript,
  onLine: (line: string) => void,
  options: RemoteRun,
): RemoteSession {
  let running: RunningProcess | null = null;
  let ended = false;
  const waiting: string[] = [];
  const end = () => {
    if (ended) return;
    ended = true;
    if (running) stop(running);
  };
  const open = async (): Promise<Outcome<Exit>> => {
    const args = options.args ?? [];
    if (options.signal?.aborted === true) return CANCELLED;
    options.signal?.addEventListener('abort', end, { once: true });
    const argv = await shell.command(
      REMOTE_SCRIPT_TEXTS[script],
      args,
      options.privileged ?? false,
    );
    if (argv.kind !== 'ok') return argv;
    log(`[${shell.target.id}] remote/${script}.sh ${args.join(' ')}`);
    running = startProcess(argv.value, { onLine });
    if (options.input) running.write(options.input);
    for (const line of waiting) running.write(line);
    if (ended) stop(running);
    return outcomeOf(shell, await running.done, options.signal);
  };
  const done = open().finally(() => options.signal?.removeEventListener('abort', end));
  const send = (line: string) => {
    if (running) running.write(line + '\n');
    else waiting.push(line + '\n');
  };
  return { send, end, done };
}

/** Closes the input, which every script takes as "stop"; ends the process when that does not help. */
function stop(running: RunningProcess): void {
  running.closeInput();
  const timer = setTimeout(() => {
    running.kill();
  }, STOP_GRACE_MS);
  void running.done.then(() => {
    clearTimeout(timer);
  });
}

function outcomeOf(shell: Shell, exit: ProcessExit, signal?: AbortSignal): Outcome<Exit> {
  if (signal?.aborted === true) return CANCELLED;
  const problem = shell.failure(exit);
  if (problem) return failed(problem);
  return ok({ exitCode: exit.exitCode, stdout: '', stderr: exit.stderr });
}

/** What `sudo -n` says when it would have to ask (sudo 1.9). */
export function sudoProblem(exit: ProcessExit, name: string): Problem | null {
  if (exit.exitCode !== 1 || !/^sudo: /m.test(exit.stderr)) return null;
  return {
    kind: 'target',
    code: 'no-privilege',
    message: `Could not become root on ${name}: sudo asks for a password`,
    nextStep: 'Connect as root, or allow this user passwordless sudo on the target.',
    detail: exit.stderr.trim(),
  };
}
