import { ok, type Outcome } from '../core/findings/problem';
import { parseArguments } from './arguments';
import { COMMON_OPTIONS, type Command } from './command';
import { COMMANDS } from './commands/table';
import { EXIT, statusOfProblem, type ExitStatus } from './exit-status';
import { commandHelp, overview } from './help';
import { nearestName } from './nearest-name';
import { asksForJson } from './output/format';
import { showProblem } from './output/problem';
import type { Parts, PartsOptions } from './parts';
import { cacheDirectory, type Installation } from './places';
import { createAsker } from './terminal/asker';
import type { ReadAnswer } from './terminal/typed-answer';
import { createTerminal, type Output, type Terminal } from './terminal/terminal';
import { usageProblem } from './usage';

/** What the process gives to a command line. */
export interface Surroundings {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly cwd: string;
  readonly installation: Installation;
  readonly signal: AbortSignal;
  /** Folder of this program and of those that it starts. */
  readonly programs: string;
  /** null where nobody sits at a terminal. */
  readonly readAnswer: ReadAnswer | null;
  readStdin(): Promise<string>;
  createParts(options: PartsOptions): Parts;
}

/** Runs one command line to its end, everything it started included; the exit status. */
export async function runCommandLine(
  argv: readonly string[],
  surroundings: Surroundings,
): Promise<ExitStatus> {
  const flags = argv.slice(0, endOfOptions(argv));
  const terminal = createTerminal({
    stdout: surroundings.stdout,
    stderr: surroundings.stderr,
    env: surroundings.env,
    json: asksForJson(flags),
    verbose: flags.some((flag) => flag === '--verbose' || /^-[a-z]*v/.test(flag)),
  });
  const outcome = await dispatch(argv, surroundings, terminal);
  terminal.progress(null);
  switch (outcome.kind) {
    case 'ok':
      return outcome.value;
    case 'cancelled':
      return EXIT.interrupted;
    case 'problem':
      showProblem(terminal, outcome.problem);
      return statusOfProblem(outcome.problem);
  }
}

const endOfOptions = (argv: readonly string[]) =>
  argv.includes('--') ? argv.indexOf('--') : argv.length;

async function dispatch(
  argv: readonly string[],
  surroundings: Surroundings,
  terminal: Terminal,
): Promise<Outcome<ExitStatus>> {
  const general = generalAnswer(argv, surroundings, terminal);
  if (general) return general;
  const command = findCommand(argv);
  if (command.kind !== 'ok') return command;
  const words = command.value.name.split(' ').length;
  const rest = argv.slice(words);
  if (asksForHelp(rest)) {
    terminal.print(commandHelp(command.value, terminal.style));
    return ok(EXIT.fine);
  }
  const parsed = parseArguments(rest, {
    ...command.value,
    options: { ...COMMON_OPTIONS, ...command.value.options },
  });
  if (parsed.kind !== 'ok') return parsed;
  const parts = createParts(surroundings, terminal);
  try {
    return await command.value.run({
      ...surroundings,
      ...parts,
      arguments: parsed.value,
      terminal,
    });
  } finally {
    await parts.dispose();
  }
}

/** What is answered without a command: help, the version, the list of a group such as `lab`. */
function generalAnswer(
  [first, second]: readonly string[],
  { installation }: Surroundings,
  terminal: Terminal,
): Outcome<ExitStatus> | null {
  if (first === '--version' || first === '-V') {
    terminal.print([installation.version]);
    return ok(EXIT.fine);
  }
  if (first === '--help' || first === '-h' || (first === 'help' && second === undefined)) {
    terminal.print(overview(COMMANDS, terminal.style));
    return ok(EXIT.fine);
  }
  if (first === undefined) {
    terminal.say(overview(COMMANDS, terminal.sayStyle));
    return ok(EXIT.usage);
  }
  if (!isGroup(first)) return null;
  if (second === '--help' || second === '-h') {
    terminal.print(overview(COMMANDS, terminal.style, first));
    return ok(EXIT.fine);
  }
  if (second !== undefined) return null;
  terminal.say(overview(COMMANDS, terminal.sayStyle, first));
  return ok(EXIT.usage);
}

const isGroup = (word: string) => COMMANDS.some(({ name }) => name.startsWith(`${word} `));

const asksForHelp = (argv: readonly string[]) =>
  argv.slice(0, endOfOptions(argv)).some((word) => word === '--help' || word === '-h');

function findCommand([first = '', second = '']: readonly string[]): Outcome<Command> {
  const grouped = isGroup(first);
  const called = grouped ? `${first} ${second}` : first;
  const command = COMMANDS.find(({ name }) => name === called);
  if (command) return ok(command);
  if (!grouped && first.startsWith('-')) {
    return usageProblem(
      `The command comes first: scx-studio COMMAND ${first} …`,
      'See: scx-studio --help',
    );
  }
  const names = COMMANDS.map(({ name }) => (grouped ? name : (name.split(' ')[0] ?? name)));
  const nearest = nearestName(called, names);
  return usageProblem(
    `There is no command "${called}"`,
    nearest === null
      ? `See: scx-studio ${grouped ? `${first} ` : ''}--help`
      : `Did you mean "scx-studio ${nearest}"?`,
  );
}

function createParts(surroundings: Surroundings, terminal: Terminal): Parts {
  const { env, platform, home, installation } = surroundings;
  return surroundings.createParts({
    cacheDir: cacheDirectory({ env, platform, home, installation: installation.folder }),
    installation,
    programs: surroundings.programs,
    ask: createAsker(terminal, surroundings.readAnswer),
    log: (line) => {
      if (terminal.verbose) terminal.say([terminal.sayStyle.dim(line)]);
    },
  });
}
