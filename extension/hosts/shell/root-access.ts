import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Asker, Exit } from '../api';
import { NO_PRIVILEGE } from './shell';

/** How scripts become root on one target. */
export interface RootAccess {
  /**
   * null: the user is root, or sudo asks nothing. Else sudo's password, which was tried. It is asked for
   * once, kept in this process's memory alone, and forgotten with it. `quiet`: what is not known yet is a
   * problem, and sudo is left alone.
   */
  password(options: { readonly quiet: boolean }): Promise<Outcome<string | null>>;
  /** sudo refused what it took before: a password that was changed must not be tried again and again. */
  forget(): void;
  /** The user asks for the target again: a question that was put away may come back. */
  reset(): void;
}

export interface RootAccessParts {
  /** The target as the user wrote it. */
  readonly name: string;
  /** null: nobody can be asked. */
  readonly ask: Asker | null;
  /** Runs a script as the login user. */
  readonly run: (script: string, input: string) => Promise<Outcome<Exit>>;
}

/** `-k` with a command: sudo asks also when it has been told before, and remembers nothing of it (sudo(8)). */
const PROBE = `[ "$(id -u)" != 0 ] || exec echo free
sudo -n true 2>/dev/null && exec echo free
command -v sudo >/dev/null || exec echo none
echo asks
sudo -k -S true </dev/null 2>&1`;
/** One line and an end: sudo would wait for another try. printf is the shell's own, no process's argument. */
const TRY = `IFS= read -r password
printf '%s\\n' "$password" | LC_ALL=C sudo -k -S -p '' true && echo taken
exit 0`;

/** sudo's own number (passwd_tries in sudoers(5)). */
const TRIES = 3;

export function createRootAccess(parts: RootAccessParts): RootAccess {
  let known: Promise<Outcome<string | null>> | null = null;
  /** What was found, apart from a question that is still open. */
  let found: Outcome<string | null> | null = null;
  return {
    async password({ quiet }) {
      if (quiet) return found ?? failed(needsPassword(parts.name));
      known ??= findAccess(parts);
      const outcome = await known;
      if (outcome.kind === 'ok') found = outcome;
      // What failed for want of a connection is tried again; an answer, a refusal included, counts.
      if (outcome.kind === 'problem' && outcome.problem.code !== NO_PRIVILEGE) known = null;
      return outcome.kind === 'cancelled' ? failed(notTold(parts.name)) : outcome;
    },
    forget() {
      known = null;
      found = null;
    },
    reset() {
      void known?.then((outcome) => {
        if (outcome.kind !== 'ok') known = null;
      });
    },
  };
}

async function findAccess(parts: RootAccessParts): Promise<Outcome<string | null>> {
  const probe = await parts.run(PROBE, '');
  if (probe.kind !== 'ok') return probe;
  const [way, ...said] = probe.value.stdout.trim().split('\n');
  if (way === 'free') return ok(null);
  if (way !== 'asks') return failed(noSudo(parts.name, probe.value.stderr.trim()));
  if (parts.ask === null) return failed(needsPassword(parts.name));
  return askPassword(parts, parts.ask, promptIn(said));
}

/** sudo may give a lecture before it asks, and complains that it was told nothing afterwards. */
function promptIn(said: readonly string[]): string {
  const prompt = said.findLast((line) => line.trim() !== '' && !line.startsWith('sudo: ')) ?? '';
  return prompt.replace(/: .*$/, ':').trim();
}

async function askPassword(
  { name, run }: RootAccessParts,
  ask: Asker,
  text: string,
): Promise<Outcome<string>> {
  let detail = '';
  for (let repeated = 0; repeated < TRIES; repeated += 1) {
    const question = { target: name, kind: 'secret', text, repeated } as const;
    const password = await ask(question, new AbortController().signal);
    if (password === null) return CANCELLED;
    const tried = await run(TRY, password + '\n');
    if (tried.kind !== 'ok') return tried;
    if (tried.value.stdout === 'taken\n') return ok(password);
    detail = tried.value.stderr.trim();
    if (/not in the sudoers|may not run sudo|not allowed/.test(detail)) break;
  }
  return failed(refused(name, detail));
}

const AS_ROOT = 'Connect as root, or allow this user passwordless sudo on the target.';

function noPrivilege(name: string, cause: string, nextStep: string, detail = ''): Problem {
  const message = `Could not become root on ${name}: ${cause}`;
  return { kind: 'target', code: NO_PRIVILEGE, message, nextStep, detail };
}

function noSudo(name: string, detail: string): Problem {
  return noPrivilege(
    name,
    'the user is not root, and there is no sudo that would ask',
    AS_ROOT,
    detail,
  );
}

function needsPassword(name: string): Problem {
  return noPrivilege(name, 'sudo asks for a password, and nobody can be asked here', AS_ROOT);
}

function notTold(name: string): Problem {
  return noPrivilege(
    name,
    "sudo's question was put away",
    'Connect to the target again to be asked again.',
  );
}

function refused(name: string, detail: string): Problem {
  return noPrivilege(name, 'sudo refuses this user', AS_ROOT, detail);
}
