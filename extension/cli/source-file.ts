import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { failed, ok, type Outcome } from '../core/findings/problem';
import type { Invocation } from './command';
import { usageProblem } from './usage';

/**
 * The scheduler's source as an absolute path: the file that was named, or the one *.bpf.c of the
 * folder that was named, or of the current folder when nothing was.
 */
export async function sourceFile(invocation: Invocation): Promise<Outcome<string>> {
  const named = invocation.arguments.operands[0] ?? '.';
  const path = resolve(invocation.cwd, named);
  const kind = await kindOf(path);
  switch (kind) {
    case 'file':
      return ok(path);
    case 'folder':
      return onlySource(path, named);
    case 'missing':
      return usageProblem(
        `Could not read ${named}: there is no such file`,
        'Name a .bpf.c file; "scx-studio new TEMPLATE NAME" makes one.',
      );
    case 'other':
      return usageProblem(
        `Could not read ${named}: it is neither a file nor a folder`,
        'Name a .bpf.c file.',
      );
  }
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'missing' | 'other'> {
  try {
    const found = await stat(path);
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  } catch {
    return 'missing';
  }
}

async function onlySource(folder: string, named: string): Promise<Outcome<string>> {
  const where = named === '.' ? 'the current folder' : named;
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.bpf.c')).sort();
  } catch (error) {
    return failed({
      kind: 'usage',
      code: 'folder-unreadable',
      message: `Could not read ${where}: ${error instanceof Error ? error.message : String(error)}`,
      nextStep: 'Name a .bpf.c file.',
      detail: '',
    });
  }
  const [only] = names;
  if (only !== undefined && names.length === 1) return ok(join(folder, only));
  return usageProblem(
    names.length === 0
      ? `Could not find a scheduler: ${where} has no .bpf.c file`
      : `Could not choose a scheduler: ${where} has ${names.length}: ${names.join(', ')}`,
    names.length === 0 ? '"scx-studio new TEMPLATE NAME" makes one.' : 'Name one of them.',
  );
}
