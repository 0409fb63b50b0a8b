import { isAbsolutePath } from '../../core/findings/file-path';
import type { Finding } from '../../core/findings/finding';
import { moveToNewerText } from '../../core/findings/newer-text';
import type { WorkflowContext } from '../../workflows/context';
import type { SchedulerObject } from '../../workflows/scheduler-object';
import type { Results } from './results';

interface Parts {
  readonly context: () => Promise<Pick<WorkflowContext, 'files'>>;
  readonly results: Pick<Results, 'update'>;
}

/** What ran: the source or the program, and what was loaded; null for a program that loads by itself. */
interface Ran {
  readonly source: string;
  readonly object: SchedulerObject | null;
}

/** Makes what was found of an end the results of what ran, at the lines that its files have now. */
export async function showRunFindings(
  { context, results }: Parts,
  { source, object }: Ran,
  { findings, log }: { readonly findings: readonly Finding[]; readonly log: string },
): Promise<void> {
  const { files } = await context();
  const placed = await (object === null
    ? findingsHere(files, findings)
    : findingsOfNow(files, object, findings));
  results.update(source, { run: { findings: placed, log } });
}

type Readable = Pick<WorkflowContext['files'], 'readText' | 'exists'>;

/** The object may be of a text that was edited while it ran. */
async function findingsOfNow(
  files: Readable,
  { sources }: SchedulerObject,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  let moved = findings;
  for (const source of sources) {
    const now = await files.readText(source.path);
    if (now !== null) moved = moveToNewerText(moved, source, now);
  }
  return moved;
}

/** The program may have been built elsewhere, and without a place of its own nothing can be shown in it. */
async function findingsHere(
  files: Readable,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const here = await Promise.all(
    findings.map(async ({ file, line }) => {
      return file !== null && line !== null && isAbsolutePath(file) && (await files.exists(file));
    }),
  );
  return findings.filter((_, index) => here[index]);
}
