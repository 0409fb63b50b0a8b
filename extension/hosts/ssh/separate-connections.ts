import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Target } from '../../core/sched-ext/target';
import { remoteCommand } from '../../core/ssh/remote-command';
import type { Asker, Tools } from '../api';
import type { OpenOptions } from '../shell/shell';
import { createKeptAnswers, type KeptAnswers } from './askpass/kept-answers';
import { openQuestionServer, type QuestionServer } from './askpass/question-server';
import { namingFingerprints } from './host-key-fingerprints';
import { sshClient, type SshClient } from './ssh-client';
import { openFailure, QUIET, SSH_OPTIONS, type SshArguments } from './ssh-master';

/** The way of commands that make a connection each: for a look, and where ssh can't share one. */
export interface SeparateConnections {
  /** Makes one connection, so that what ssh asks is asked now; nothing to do when that is done. */
  open(ssh: string, options: OpenOptions): Promise<Outcome<null>>;
  /** Options for the ssh of one command. */
  options(ssh: string): Promise<readonly string[]>;
  /** For that ssh, when its options are there. */
  environment(): Readonly<Record<string, string>> | undefined;
  /** A command could not reach the target: answers that were refused are given no more. */
  failed(problem: Problem): void;
  close(): Promise<void>;
}

export interface SeparateParts {
  readonly tools: Tools;
  readonly target: Target;
  readonly args: SshArguments;
  /** null: what ssh would have to ask fails. */
  readonly ask: Asker | null;
  readonly programs: string;
}

/** The user's own configuration may share connections: a look leaves none open. */
const SEPARATE = ['-o', 'ControlMaster=no', '-o', 'ControlPath=none'];
const ASKING = ['-o', 'BatchMode=no'];
/** What a command is told was told before: refused, it is not tried again, nor is nothing tried in its place. */
const ONE_TRY = ['-o', 'NumberOfPasswordPrompts=1'];
/** An old ssh would give what is kept to a server that asks as ssh itself does. */
const NO_SERVER_WORDS = ['-o', 'KbdInteractiveAuthentication=no'];

export function createSeparateConnections(parts: SeparateParts): SeparateConnections {
  return parts.ask === null ? ASKING_NOTHING : createAsking(parts, createKeptAnswers(parts.ask));
}

const ASKING_NOTHING: SeparateConnections = {
  open: () => Promise.resolve(ok(null)),
  options: () => Promise.resolve([...SEPARATE, ...QUIET]),
  environment: () => undefined,
  failed: () => undefined,
  close: () => Promise.resolve(),
};

function createAsking(parts: SeparateParts, kept: KeptAnswers): SeparateConnections {
  const closing = new AbortController();
  const questions = createLaterQuestions(parts, kept);
  let opening: Promise<Outcome<null>> = Promise.resolve(CANCELLED);
  const openUnlessOpen = async (last: typeof opening, ssh: string, options: OpenOptions) => {
    const before = await last;
    if (before.kind === 'ok' && kept.asksUser()) return before;
    kept.allow();
    return tryOut(parts, kept.ask, ssh, [options.signal, closing.signal]);
  };
  return {
    open: async (ssh, options) =>
      options.quiet === true ? ok(null) : (opening = openUnlessOpen(opening, ssh, options)),
    async options(ssh) {
      if (!kept.asksUser() && !kept.hasAny()) return [...SEPARATE, ...QUIET];
      const { marksServerWords } = await questions.open(ssh);
      const guard = kept.hasAny() && !marksServerWords ? NO_SERVER_WORDS : [];
      return [...SEPARATE, ...ASKING, ...ONE_TRY, ...guard];
    },
    environment: questions.environment,
    failed({ code }) {
      if (code !== 'key-refused') return;
      kept.forget();
      opening = Promise.resolve(CANCELLED);
    },
    async close() {
      closing.abort();
      await opening;
      await questions.close();
    },
  };
}

/** One server for the questions of all commands; opened when the first of them may ask. */
function createLaterQuestions(parts: SeparateParts, kept: KeptAnswers) {
  let opening: Promise<SshClient> | null = null;
  let server: QuestionServer | null = null;
  /** How often a question was asked says something of one ssh alone. */
  const ask: Asker = (question, signal) => kept.ask({ ...question, repeated: 0 }, signal);
  const open = async (ssh: string): Promise<SshClient> => {
    const client = await sshClient(parts.tools, ssh);
    server = await questionServer(parts, ask, client);
    return client;
  };
  return {
    open: (ssh: string) => (opening ??= open(ssh)),
    environment: () => server?.env,
    async close() {
      await opening;
      await server?.close();
    },
  };
}

/** Makes one connection that does nothing. */
async function tryOut(
  parts: SeparateParts,
  ask: Asker,
  ssh: string,
  signals: readonly (AbortSignal | undefined)[],
): Promise<Outcome<null>> {
  const { tools, args, target } = parts;
  const questions = await questionServer(parts, ask, await sshClient(tools, ssh));
  const stops = [...signals, questions.declined].filter((one) => one !== undefined);
  const nothing = remoteCommand('exit 0', [], 'user');
  const exit = await tools.run({
    argv: [ssh, ...SEPARATE, ...ASKING, ...SSH_OPTIONS, ...args, nothing],
    env: questions.env,
    signal: AbortSignal.any(stops),
  });
  await questions.close();
  if (exit.kind !== 'ok') return exit;
  if (exit.value.exitCode === 0) return ok(null);
  return failed(await namingFingerprints(parts, openFailure(exit.value, target.id)));
}

const questionServer = (
  { target, programs }: SeparateParts,
  ask: Asker,
  { isWindowsSsh }: SshClient,
) => openQuestionServer({ ask, target: target.id, programs, isWindowsSsh });
