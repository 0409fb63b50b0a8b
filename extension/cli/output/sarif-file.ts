import { resolve } from 'node:path';
import type { Finding } from '../../core/findings/finding';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import { appendedSarifLog } from '../../core/findings/sarif/appended-log';
import type { Options } from '../arguments';
import type { Invocation } from '../command';
import { usageProblem } from '../usage';
import { sarifOf } from './verdict';

/** For a second reader beside the one of standard output. */
export const SARIF_OPTION = {
  sarif: { value: 'FILE', help: 'also add what was found to this SARIF file; made when missing' },
} as const satisfies Options;

/** Adds findings to the file of `--sarif`; without it nothing is done. Also none are worth a file. */
export async function addToSarifFile(
  invocation: Invocation,
  findings: readonly Finding[],
): Promise<Outcome<null>> {
  const { arguments: given, context, cwd } = invocation;
  const name = given.text('sarif');
  if (name === null) return ok(null);
  const path = resolve(cwd, name);
  const added = sarifOf(invocation, findings);
  try {
    const before = await context.files.readText(path);
    const log = before === null ? added : appendedSarifLog(before, added);
    if (log === null) {
      return usageProblem(
        `Could not add to ${name}: it is no SARIF file of SCX Studio`,
        'Name another file, or remove that one.',
      );
    }
    await context.files.write(path, `${JSON.stringify(log, null, 2)}\n`);
    return ok(null);
  } catch (error) {
    return failed({
      kind: 'tool',
      code: 'sarif-not-written',
      message: `Could not write ${name}: ${error instanceof Error ? error.message : String(error)}`,
      nextStep: 'Name a file in a folder that you may write to, on a disk with space left.',
      detail: '',
    });
  }
}
