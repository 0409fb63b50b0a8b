import { CANCELLED, failed, ok, type Outcome } from '../../core/findings/problem';
import { classifySshFailure } from '../../core/ssh/ssh-failure';
import { startProcess, type RunningProcess } from '../processes/process';
import { createControlSocket } from './control-socket';

/** ssh's options and destination for one host: `['-p', '2222', 'root@host']`. */
export type SshArguments = readonly string[];

/** One open connection to a host, shared by everything that runs there (ssh_config ControlMaster). */
export interface SshMaster {
  /** Options that make another ssh use this connection. */
  readonly options: readonly string[];
  readonly alive: () => boolean;
  close(): Promise<void>;
}

/**
 * BatchMode: a question that nobody sees would hang for ever. ServerAlive: a dead link is noticed
 * in 15 s, also when nothing is sent.
 */
export const SSH_OPTIONS = [
  '-T',
  '-o',
  'BatchMode=yes',
  '-o',
  'ConnectTimeout=15',
  '-o',
  'ServerAliveInterval=5',
  '-o',
  'ServerAliveCountMax=3',
] as const;

const READY = 'scx-studio-connection-ready';

/**
 * Opens the connection; settles when the target's shell has answered over it. The master is itself
 * a session whose input we hold: when this process dies, the connection goes with it.
 */
export async function openSshMaster(
  ssh: string,
  args: SshArguments,
  name: string,
  signal?: AbortSignal,
): Promise<Outcome<SshMaster>> {
  const socket = await createControlSocket();
  let alive = true;
  let answered: () => void = () => undefined;
  const ready = new Promise<'ready'>((resolve) => {
    answered = () => {
      resolve('ready');
    };
  });
  const command = ['-M', '-S', socket.path, '-o', 'ControlPersist=no', ...SSH_OPTIONS, ...args];
  const master = startProcess([ssh, ...command, `echo ${READY}; exec cat`], {
    onLine: (line) => {
      if (line === READY) answered(); // Anything before it is a banner or the shell's own noise.
    },
    signal,
  });
  const gone = master.done.then(async (exit) => {
    alive = false;
    await socket.remove();
    return exit;
  });
  const first = await Promise.race([ready, gone]);
  if (first !== 'ready') {
    return signal?.aborted === true ? CANCELLED : failed(classifySshFailure(first.stderr, name));
  }
  return ok({
    options: ['-S', socket.path, '-o', 'ControlMaster=no'],
    alive: () => alive,
    close: () => closeMaster(master, gone),
  });
}

async function closeMaster(master: RunningProcess, gone: Promise<unknown>): Promise<void> {
  master.kill();
  await gone;
}
