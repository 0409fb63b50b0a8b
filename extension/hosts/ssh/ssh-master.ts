import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import { remoteCommand } from '../../core/ssh/remote-command';
import { classifySshFailure, SSH_FAILED } from '../../core/ssh/ssh-failure';
import connectionScript from '../../remote/connection.sh';
import { startProcess, type ProcessExit, type RunningProcess } from '../processes/process';
import type { QuestionServer } from './askpass/question-server';
import { createControlSocket } from './control-socket';

/** ssh's options and destination for one host: `['-p', '2222', 'root@host']`. */
export type SshArguments = readonly string[];

/** One open connection to a host, shared by everything that runs there (ssh_config ControlMaster). */
export interface SshMaster {
  /** Options that make another ssh use this connection. */
  readonly options: readonly string[];
  readonly alive: () => boolean;
  /** Settles when the connection is gone, with the reason; null when `close` asked for it. */
  readonly dropped: Promise<Problem | null>;
  close(): Promise<void>;
}

export interface MasterRequest {
  /** Path of the program. */
  readonly ssh: string;
  readonly args: SshArguments;
  /** The target as the user wrote it. */
  readonly name: string;
  /** Takes what ssh asks to the user; null: ssh asks nothing and fails instead. */
  readonly questions: QuestionServer | null;
  readonly signal?: AbortSignal | undefined;
}

/** ServerAlive: a dead link is noticed in 15 s, also when nothing is sent. */
const KEEP_ALIVE = ['-T', ...option('ServerAliveInterval=5'), ...option('ServerAliveCountMax=3')];

/** BatchMode: a question that nobody sees would hang for ever. */
export const QUIET = option('BatchMode=yes');
/** RemoteCommand: the user's own is for terminals, and ssh refuses it beside a command of ours. */
export const SSH_OPTIONS = [
  ...KEEP_ALIVE,
  ...option('ConnectTimeout=15'),
  ...option('RemoteCommand=none'),
];

const READY = 'scx-studio-connection-ready';

/** The target ends a connection that was silent for longer than ssh itself would wait for it. */
const SILENCE_S = 30;
const HEARTBEAT_MS = 5000;

/**
 * Opens the connection; settles when the target's shell has answered over it. The master is itself
 * a session whose input we hold: when this process dies, the connection goes with it.
 */
export async function openSshMaster(request: MasterRequest): Promise<Outcome<SshMaster>> {
  const { ssh, args, questions } = request;
  const socket = await createControlSocket();
  const ended = new AbortController();
  const stops = [ended.signal, request.signal, questions?.declined].filter(
    (one) => one !== undefined,
  );
  /** What ssh says once the connection is open; what comes before may be a banner of the target's. */
  let saidLater: string[] | null = null;
  let answered: () => void = () => undefined;
  const ready = new Promise<'ready'>((resolve) => {
    answered = () => {
      saidLater = [];
      resolve('ready');
    };
  });
  const options = ['-M', '-S', socket.path, ...option('ControlPersist=no'), ...SSH_OPTIONS];
  const asking = questions === null ? QUIET : option('BatchMode=no');
  const opening = AbortSignal.any(stops);
  const hold = remoteCommand(connectionScript, [String(SILENCE_S), READY], 'user');
  const master = startProcess([ssh, ...options, ...asking, ...args, hold], {
    env: questions?.env,
    onLine: (line) => {
      if (line === READY) answered(); // Anything before it is a banner or the shell's own noise.
    },
    onErrorLine: (line) => saidLater?.push(line),
  });
  const stop = () => {
    master.kill();
  };
  opening.addEventListener('abort', stop, { once: true });
  if (opening.aborted) stop();
  const gone = master.done.finally(() => socket.remove());
  const first = await Promise.race([ready, gone]);
  opening.removeEventListener('abort', stop);
  if (first !== 'ready') {
    return opening.aborted ? CANCELLED : failed(openFailure(first, request.name));
  }
  const dropped = gone.then(() => classifySshFailure((saidLater ?? []).join('\n'), request.name));
  return ok(openMaster(master, dropped, socket.path));
}

/** ssh's own failures exit with 255; another status is that of a shell that did not run our command. */
export function openFailure(exit: Pick<ProcessExit, 'exitCode' | 'stderr'>, name: string): Problem {
  if (exit.exitCode === SSH_FAILED || exit.exitCode === null) {
    return classifySshFailure(exit.stderr, name);
  }
  return {
    kind: 'target',
    code: 'no-shell',
    message: `Could not run anything on ${name}: its login shell ended with status ${exit.exitCode}`,
    nextStep: `Try "ssh ${name} echo hello" in a terminal: the account needs a shell that runs commands.`,
    detail: exit.stderr.trim(),
  };
}

function openMaster(master: RunningProcess, gone: Promise<Problem>, socket: string): SshMaster {
  let alive = true;
  let closing = false;
  const heartbeat = setInterval(() => {
    master.write('beat\n');
  }, HEARTBEAT_MS);
  const dropped = gone.then((problem) => {
    alive = false;
    clearInterval(heartbeat);
    return closing ? null : problem;
  });
  return {
    options: ['-S', socket, ...option('ControlMaster=no')],
    alive: () => alive,
    dropped,
    async close() {
      closing = true;
      master.kill();
      await gone;
    },
  };
}

function option(text: string): readonly string[] {
  return ['-o', text];
}
