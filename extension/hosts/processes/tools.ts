import { execa } from 'execa';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { CANCELLED, failed, ok, type Outcome } from '../../core/findings/problem';
import type { CommandLog, Exit, ToolCommand, Tools } from '../api';

const FORCE_KILL_AFTER_MS = 2000;

/** The developer's machine's tools. Every command line goes to `log` before it runs. */
export function createTools(log: CommandLog): Tools {
  return {
    find: (names) => findProgram(names, process.env['PATH'] ?? '', process.platform),
    run: async (command) => {
      log(`$ ${displayCommand(command.argv)}`);
      return runTool(command);
    },
  };
}

async function runTool(command: ToolCommand): Promise<Outcome<Exit>> {
  const [file, ...args] = command.argv;
  const result = await execa(file, args, {
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...(command.env === undefined ? {} : { env: command.env }),
    ...(command.signal === undefined ? {} : { cancelSignal: command.signal }),
    input: command.input ?? '',
    reject: false,
    stripFinalNewline: false,
    windowsHide: true,
    forceKillAfterDelay: FORCE_KILL_AFTER_MS,
    maxBuffer: 256 * 1024 * 1024,
  });
  if (result.isCanceled || command.signal?.aborted === true) return CANCELLED;
  if (result.exitCode === undefined && result.signal === undefined) {
    return failed({
      kind: 'tool',
      code: 'tool-missing',
      message: `Could not start ${file}: ${result.code === 'ENOENT' ? 'no such program' : String(result.code)}`,
      nextStep: `Install ${file}, or name its path in the settings. "scx-studio doctor" lists what is missing.`,
      detail: result.shortMessage ?? '',
    });
  }
  return ok({
    exitCode: result.exitCode ?? null,
    stdout: result.stdout,
    stderr: result.stderr,
  });
}

async function findProgram(names: readonly string[], path: string, platform: string) {
  const extensions = platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const places = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
    for (const place of places.flatMap((base) => extensions.map((ext) => base + ext))) {
      if (await isExecutable(place)) return place;
    }
  }
  return null;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** A command line a person can copy into a POSIX shell; nothing is ever run from this text. */
export function displayCommand(argv: readonly string[]): string {
  return argv
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
