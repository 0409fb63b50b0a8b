import { isAbsolutePath, joinedPath } from '../findings/file-path';

/** One argument of clang: a path of this machine, or anything else. */
export type Argument =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly path: string };

export interface PathFlags {
  /** What clang is called with, each path as an argument of its own. */
  readonly arguments: readonly Argument[];
  /** Absolute folders that headers are looked for in, in their order. */
  readonly folders: readonly string[];
  /** Files that are included before the source, as they are written. */
  readonly included: readonly string[];
}

const FOLDER_FLAGS = ['-isystem', '-iquote', '-idirafter', '-I'];
const FILE_FLAGS = ['-include', '-imacros'];
const LONG_NAMES: Readonly<Record<string, string>> = {
  '--include-directory': '-I',
  '--include': '-include',
  '--imacros': '-imacros',
};

/** Finds the paths in flags of clang (Clang command line argument reference, 19); relative ones are of `folder`. */
export function readPathFlags(flags: readonly string[], folder: string): PathFlags {
  const result = { arguments: [] as Argument[], folders: [] as string[], included: [] as string[] };
  const text = (value: string) => result.arguments.push({ kind: 'text', text: value });
  const path = (value: string) => result.arguments.push({ kind: 'path', path: value });
  for (let at = 0; at < flags.length; at++) {
    const { name, joined } = splitFlag(flags[at] ?? '');
    text(name);
    const isFolder = FOLDER_FLAGS.includes(name);
    if (!isFolder && !FILE_FLAGS.includes(name)) continue;
    const value = joined ?? flags[++at];
    if (value === undefined) break;
    if (isFolder) {
      result.folders.push(joinedPath(folder, value));
      path(joinedPath(folder, value));
    } else {
      result.included.push(value);
      if (isAbsolutePath(value)) path(joinedPath(value, '.'));
      else text(value);
    }
  }
  return result;
}

/** `-Ifolder` and `--include-directory=folder` as a name and its value; null: the next flag is the value. */
function splitFlag(flag: string): { readonly name: string; readonly joined: string | null } {
  const [long = '', ...rest] = flag.split('=');
  const short = LONG_NAMES[long];
  if (short !== undefined) return { name: short, joined: rest.length > 0 ? rest.join('=') : null };
  const name = FOLDER_FLAGS.find((known) => flag.startsWith(known));
  if (name === undefined || name === flag) return { name: flag, joined: null };
  return { name, joined: flag.slice(name.length) };
}
