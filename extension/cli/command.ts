import type { Outcome } from '../core/findings/problem';
import type { WorkflowContext } from '../workflows/context';
import type { Labs } from '../hosts/lab';
import type { Arguments, Options } from './arguments';
import type { ExitStatus } from './exit-status';
import type { Installation } from './places';
import type { Terminal } from './terminal/terminal';

/** Everything a command works with. */
export interface Invocation {
  readonly arguments: Arguments;
  readonly terminal: Terminal;
  readonly context: WorkflowContext;
  readonly labs: Labs;
  /** Where this program and its documentation lie. */
  readonly installation: Installation;
  /** Aborted by SIGINT, SIGTERM and SIGHUP, and when nobody reads standard output any more. */
  readonly signal: AbortSignal;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Reads all of standard input. */
  readStdin(): Promise<string>;
}

/** One command of the table in commands/table.ts. */
export interface Command {
  /** `build`, `lab start`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Further lines for its own help. */
  readonly description: readonly string[];
  readonly operands: readonly string[];
  /** Its own options; those of COMMON_OPTIONS come with every command. */
  readonly options: Options;
  run(invocation: Invocation): Promise<Outcome<ExitStatus>>;
}

export const COMMON_OPTIONS = {
  target: {
    value: 'TARGET',
    help: 'lab, lab:KERNEL, local, or an ssh destination such as root@machine (default: SCX_TARGET, else a kept lab)',
  },
  json: { help: 'print JSON on standard output, and nothing else there' },
  verbose: { short: 'v', help: 'show every command line that is run, and all raw lines' },
  help: { short: 'h', help: 'show this help' },
} as const satisfies Options;
