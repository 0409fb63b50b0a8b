import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Target } from '../../core/sched-ext/target';
import {
  knownFingerprints,
  readChangedHostKey,
  withFingerprints,
} from '../../core/ssh/changed-host-key';
import { remoteCommand, SCRIPT_BEGINS } from '../../core/ssh/remote-command';
import { classifySshFailure, SSH_FAILED } from '../../core/ssh/ssh-failure';
import type { Asker, Tools } from '../api';
import type { ProcessExit } from '../processes/process';
import { sudoProblem, type OpenOptions, type Shell } from '../shell/shell';
import { openQuestionServer } from './askpass/question-server';
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
  return {
    target,
    begins: SCRIPT_BEGINS,
    open: (options) =>
      parts.separate === true ? Promise.resolve(ok(null)) : connection.open(options),
    async command(script, scriptArgs, become) {
      const ssh = await tools.find(['ssh']);
      if (ssh === null) return failed(NO_SSH);
      const command = remoteCommand(script, scriptArgs, become);
      const last = [...SSH_OPTIONS, ...QUIET, ...args, command];
      if (parts.separate === true) return ok([ssh, ...SEPARATE, ...last]);
      const shared = await connection.get();
      return shared.kind === 'ok' ? ok([ssh, ...shared.value.options, ...last]) : shared;
    },
    failure: (exit: ProcessExit) =>
      exit.exitCode === SSH_FAILED || exit.exitCode === null
        ? classifySshFailure(exit.stderr, name)
        : sudoProblem(exit, name),
    dispose: () => connection.close(),
  };
}

/** The user's own configuration may share connections: a look leaves none open. */
const SEPARATE = ['-o', 'ControlMaster=no', '-o', 'ControlPath=none'];

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
    ask === null || quiet === true ? null : await openQuestionServer(ask, target.id, programs);
  try {
    const stop = signal === undefined ? closing : AbortSignal.any([signal, closing]);
    const opened = await openSshMaster({ ssh, args, name: target.id, questions, signal: stop });
    if (opened.kind === 'problem') return failed(await namingKeys(tools, opened.problem));
    if (opened.kind === 'ok')
      void opened.value.dropped.then((problem) => problem && onDrop?.(problem));
    return opened;
  } finally {
    await questions?.close();
  }
}

/** A changed host key is refused by ssh; both fingerprints are named, so that somebody can compare them. */
async function namingKeys(tools: Tools, problem: Problem): Promise<Problem> {
  const changed = problem.code === 'host-key-changed' ? readChangedHostKey(problem.detail) : null;
  if (changed === null) return problem;
  const argv = ['ssh-keygen', '-l', '-F', changed.host, '-f', changed.file] as const;
  const listed = await tools.run({ argv: [...argv] });
  const known = listed.kind === 'ok' ? knownFingerprints(listed.value.stdout) : [];
  return withFingerprints(problem, changed, known);
}
