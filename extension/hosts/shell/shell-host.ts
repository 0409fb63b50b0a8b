import { ok, type Outcome } from '../../core/findings/problem';
import type { Become } from '../../core/ssh/remote-command';
import { REMOTE_SCRIPT_TEXTS } from '../../remote';
import type { RemoteScript } from '../../contracts/remote-scripts';
import type { Asker, CommandLog, Host, RemoteRun } from '../api';
import { collectAnswer } from './answer';
import { createRootAccess, type RootAccess } from './root-access';
import { startSession, type Launch, type ShellSession } from './session';
import { NO_PRIVILEGE, type OpenOptions, type Shell } from './shell';

/** A host that can be opened ahead of its first command. */
export interface ShellHost extends Host {
  open(options: OpenOptions): Promise<Outcome<null>>;
}

/** A host over a shell: local, ssh and lab targets differ only in their `Shell`. */
export function createShellHost(
  shell: Shell,
  log: CommandLog,
  ask: Asker | null = null,
): ShellHost {
  const { keep, endAll } = openSessions();
  const root = rootAccess(shell, ask, keep);
  const start = (script: RemoteScript, onLine: (line: string) => void, options: RemoteRun = {}) => {
    let byPassword = false;
    const launch = async (): Promise<Outcome<Launch>> => {
      const way = options.privileged === true ? await becomeRoot(root, options.quiet) : ok(AS_USER);
      if (way.kind !== 'ok') return way;
      byPassword = way.value.become === 'root-by-password';
      const args = options.args ?? [];
      const argv = await shell.command(REMOTE_SCRIPT_TEXTS[script], args, way.value.become);
      if (argv.kind !== 'ok') return argv;
      log(`[${shell.target.id}] remote/${script}.sh ${args.join(' ')}`);
      return ok({ argv: argv.value, preface: way.value.preface });
    };
    const session = keep(startSession(shell, launch, onLine, options));
    if (options.quiet === true) session.end(); // Else a sudo that refuses the password waits for another.
    void session.done.then((outcome) => {
      if (byPassword && isRefusal(outcome)) root.forget();
    });
    return session;
  };
  return {
    target: shell.target,
    sharesConnection: shell.sharesConnection,
    start,
    open: async (options) => {
      if (options.quiet !== true) root.reset();
      return shell.open(options);
    },
    run: (script, options) =>
      collectAnswer(shell.target.id, (onLine) => start(script, onLine, options)),
    async dispose() {
      await endAll();
      await shell.dispose();
    },
  };
}

/** Those that have not ended. */
function openSessions() {
  const sessions = new Set<ShellSession>();
  return {
    keep: (session: ShellSession) => {
      sessions.add(session);
      void session.done.then(() => sessions.delete(session));
      return session;
    },
    endAll: async () => {
      for (const session of sessions) session.end();
      await Promise.all([...sessions].map(({ done }) => done));
    },
  };
}

const isRefusal = (outcome: Outcome<unknown>) =>
  outcome.kind === 'problem' && outcome.problem.code === NO_PRIVILEGE;

/** Sudo's password goes before the script's own input. */
interface Way {
  readonly become: Become;
  readonly preface: string;
}

const AS_USER: Way = { become: 'user', preface: '' };

async function becomeRoot(root: RootAccess, quiet = false): Promise<Outcome<Way>> {
  const password = await root.password({ quiet });
  if (password.kind !== 'ok') return password;
  return ok(
    password.value === null
      ? { become: 'root', preface: '' }
      : { become: 'root-by-password', preface: password.value + '\n' },
  );
}

/** Asks sudo over the shell itself, by texts that are not among the scripts of remote/. */
function rootAccess(
  shell: Shell,
  ask: Asker | null,
  keep: (session: ShellSession) => ShellSession,
): RootAccess {
  return createRootAccess({
    name: shell.target.id,
    ask,
    run: (script, input) =>
      collectAnswer(shell.target.id, (onLine) => {
        const launch = async (): Promise<Outcome<Launch>> => {
          const argv = await shell.command(script, [], 'user');
          return argv.kind === 'ok' ? ok({ argv: argv.value, preface: '' }) : argv;
        };
        return keep(
          startSession(shell, launch, onLine, { input: new TextEncoder().encode(input) }),
        );
      }),
  });
}
