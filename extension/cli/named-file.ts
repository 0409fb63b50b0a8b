import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ok, type Outcome } from '../core/findings/problem';
import { usageProblem } from './usage';

/** The file that an operand or option names; a problem with `nextStep` where it can't be read. */
export async function readNamedFile(
  cwd: string,
  named: string,
  nextStep: string,
): Promise<Outcome<Buffer>> {
  try {
    return ok(await readFile(resolve(cwd, named)));
  } catch (error) {
    return usageProblem(`Could not read ${named}: ${causeOf(error)}`, nextStep);
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return CAUSES[code] ?? error.message;
}
