import { existsSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { ok, type Outcome } from '../core/findings/problem';
import type { CompiledFiles } from '../core/findings/place-in-object';
import type { SourceText } from '../core/findings/place-in-source';
import type { Invocation } from './command';
import { usageProblem } from './usage';

/** The files on this machine that a log and an object may be about. */
export interface LogSources extends CompiledFiles {
  /** The file on this machine for a name or path in a log; null where there is none. */
  readonly resolveFile: (name: string) => string | null;
  /** The scheduler that --source names, unless that is a folder, then those of `recorded` that are here. */
  textsOf(recorded: readonly string[]): readonly SourceText[];
}

/** A problem when --source names nothing that is there. */
export async function logSources(invocation: Invocation): Promise<Outcome<LogSources>> {
  const named = resolve(invocation.cwd, invocation.arguments.text('source') ?? '.');
  const found = await stat(named).catch(() => null);
  if (found === null) {
    return usageProblem(
      `Could not read ${named}: there is no such file or folder`,
      'Correct --source, or leave it out.',
    );
  }
  const folder = found.isDirectory() ? named : dirname(named);
  const resolveFile = (name: string) => fileNamed(name, named, folder);
  const pathOf = (recorded: string) => resolveFile(recorded) ?? recorded;
  const scheduler = found.isDirectory() ? [] : [named];
  return ok({
    resolveFile,
    textsOf: (recorded) => textsOf(new Set([...scheduler, ...recorded.map(pathOf)])),
    pathOf,
    linesOf,
  });
}

/** What clang recorded may be a path of another machine, and logs have the last part only. */
function fileNamed(name: string, source: string, folder: string): string | null {
  if (isAbsolute(name) && existsSync(name)) return name;
  const base = basename(name);
  if (basename(source) === base) return source;
  const beside = join(folder, base);
  return existsSync(beside) ? beside : null;
}

function textsOf(paths: Iterable<string>): SourceText[] {
  return [...paths].flatMap((path) => {
    const lines = linesOf(path);
    return lines ? [{ path, text: lines.join('\n') }] : [];
  });
}

function linesOf(path: string): readonly string[] | null {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return null;
  }
}
