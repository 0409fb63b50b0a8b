import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Target } from '../../core/sched-ext/target';
import { remoteCommand, SCRIPT_BEGINS } from '../../core/ssh/remote-command';
import { classifySshFailure, SSH_FAILED } from '../../core/ssh/ssh-failure';
import type { Asker, Tools } from '../api';
import type { ProcessExit } from '../processes/process';
import { sudoProblem, type OpenOptions, type Shell } from '../shell/shell';
import { openQuestionServer } from './askpass/question-server';
import { namingFingerprints } from './host-key-fingerprints';
import { createSeparateConnections } from './separate-connections';
import { openSshMaster, QUIET, SSH_OPTIONS, type SshArguments, type SshMaster } from './ssh-master';

const NO_SSH: Problem = {
  kind: 'tool',
  code: 'ssh-missing',
  message: 'Could not find ssh on this machine',
  nextStep: 'Install the OpenSSH client (Debian: apt install openssh-client).',
  detail: '',
};

export interface SshShellParts {
  readonly tools: Tools;
  readonly target: Target;
  /** ssh's options and destination. */
  readonly args: SshArguments;
  /** null: what ssh would have to ask fails. */
  readonly ask: Asker | null;
  /** Folder of askpass.sh and askpass.js. */
  readonly programs: string;
  /** An open connection ended by itself. */
  readonly onDrop?: ((problem: Problem) => void) | undefined;
  /** Each command makes a connection of its own: for a look, and where ssh can't share one. */
  readonly separate?: boolean;
}

/** A host over the user's own OpenSSH client: config, agent, jump hosts and known_hosts are theirs. */
export function createSshShell(parts: SshShellParts): Shell {
  const { tools, target, args } = parts;
  const name = target.id;
  const connection = createConnection(parts);
  const separate = parts.separate === true ? createSeparateConnections(parts) : null;
  return {
    target,
    sharesConnection: separate === null,
    begins: SCRIPT_BEGINS,
    async open(options) {
      if (separate === null) return connection.open(options);
      const ssh = await tools.find(['ssh']);
      return ssh === null ? failed(NO_SSH) : separate.open(ssh, options);
    },
    async command(script, scriptArgs, become) {
      const ssh = await tools.find(['ssh']);
      if (ssh === null) return failed(NO_SSH);
      const command = remoteCommand(script, scriptArgs, become);
      const last = [...SSH_OPTIONS, ...args, command];
      if (separate !== null) return ok([ssh, ...(await separate.options(ssh)), ...last]);
      const shared = await connection.get();
      return shared.kind === 'ok' ? ok([ssh, ...shared.value.options, ...QUIET, ...last]) : shared;
    },
    environment: () => separate?.environment(),
    async failure(exit: ProcessExit) {
      if (exit.exitCode !== SSH_FAILED && exit.exitCode !== null) return sudoProblem(exit, name);
      const problem = classifySshFailure(exit.stderr, name);
      separate?.failed(problem);
      return namingFingerprints(parts, problem);
    },
    async dispose() {
      await connection.close();
      await separate?.close();
    },
  };
}

interface SharedConnection {
  /** Opens it if it is not open, asking the user unless `quiet`. */
  open(options: OpenOptions): Promise<Outcome<null>>;
  /** The open one; opened again, quietly, when it was dropped. */
  get(): Promise<Outcome<SshMaster>>;
  close(): Promise<void>;
}

function createConnection(parts: SshShellParts): SharedConnection {
  const closing = new AbortController();
  let opening: Promise<Outcome<SshMaster>> | null = null;
  const openUnlessOpen = async (
    last: typeof opening,
    options: OpenOptions,
  ): Promise<Outcome<SshMaster>> => {
    const current = await last;
    const usable = current?.kind === 'ok' && current.value.alive();
    return usable ? current : openMaster(parts, options, closing.signal);
  };
  /** Chained, so that two commands at once open one connection. */
  const get = (options: OpenOptions) => (opening = openUnlessOpen(opening, options));
  return {
    async open(options) {
      const outcome = await get(options);
      return outcome.kind === 'ok' ? ok(null) : outcome;
    },
    get: () => get({ quiet: true }),
    async close() {
      closing.abort();
      const shared = await opening;
      if (shared?.kind === 'ok') await shared.value.close();
    },
  };
}

async function openMaster(
  { tools, target, args, ask, programs, onDrop }: SshShellParts,
  { signal, quiet }: OpenOptions,
  closing: AbortSignal,
): Promise<Outcome<SshMaster>> {
  const ssh = await tools.find(['ssh']);
  if (ssh === null) return failed(NO_SSH);
  const questions =
    ask === null || quiet === true
      ? null
      : await openQuestionServer({ ask, target: target.id, programs, isWindowsSsh: false });
  try {
    const stop = signal === undefined ? closing : AbortSignal.any([signal, closing]);
    const opened = await openSshMaster({ ssh, args, name: target.id, questions, signal: stop });
    if (opened.kind === 'problem')
      return failed(await namingFingerprints({ tools, args }, opened.problem));
    if (opened.kind === 'ok')
      void opened.value.dropped.then((problem) => problem && onDrop?.(problem));
    return opened;
  } finally {
    await questions?.close();
  }
}
