import type { Outcome, Problem } from '../../core/findings/problem';
import type { Target } from '../../core/sched-ext/target';
import type { Become } from '../../core/ssh/remote-command';
import type { ConnectOptions } from '../api';
import type { ProcessExit } from '../processes/process';

export type OpenOptions = Pick<ConnectOptions, 'signal' | 'quiet'>;

/** How a kind of target runs a script: the argv that does it, and what its failures mean. */
export interface Shell {
  readonly target: Target;
  /** False where each command makes a connection of its own. */
  readonly sharesConnection: boolean;
  /** The line after which the script's own output begins; null when nothing else can come before. */
  readonly begins: string | null;
  /** Makes the connection, asking the user unless `quiet`; nothing to do when it is there. */
  open(options: OpenOptions): Promise<Outcome<null>>;
  /** The argv that runs `script` under the target's sh, as root or not. */
  command(
    script: string,
    args: readonly string[],
    become: Become,
  ): Promise<Outcome<readonly [string, ...string[]]>>;
  /** What that argv's process finds in its environment beside this one's, when the argv is there. */
  environment?(): Readonly<Record<string, string>> | undefined;
  /** The problem when the way to the target failed; null when the script itself ended like this. */
  failure(exit: ProcessExit): Promise<Problem | null>;
  dispose(): Promise<void>;
}

/** The problem of who could not become root. */
export const NO_PRIVILEGE = 'no-privilege';

/** What `sudo -n` says when it would have to ask (sudo 1.9). */
export function sudoProblem(exit: ProcessExit, name: string): Problem | null {
  if (exit.exitCode !== 1 || !/^sudo: /m.test(exit.stderr)) return null;
  return {
    kind: 'target',
    code: NO_PRIVILEGE,
    message: `Could not become root on ${name}: sudo refused`,
    nextStep: 'Connect as root, or allow this user passwordless sudo on the target.',
    detail: exit.stderr.trim(),
  };
}
