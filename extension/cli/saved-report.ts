import { resolve } from 'node:path';
import type { ExitReport } from '../core/exit-report/exit-report';
import type { Problem } from '../core/findings/problem';
import { saveReport } from '../workflows/observe/report-folder';
import type { SchedulerObject } from '../workflows/scheduler-object';
import type { Options } from './arguments';
import type { Invocation } from './command';
import { printable } from './terminal/terminal';

export const REPORT_OPTION = {
  report: {
    value: 'FOLDER',
    help: 'when the kernel throws it out or refuses it, save why as a new folder',
  },
} as const satisfies Options;

/** Saves a report where --report asks for it; the problem when it could not be saved. */
export async function saveAskedReport(
  { arguments: given, context, cwd, terminal }: Invocation,
  report: ExitReport,
  object: SchedulerObject | null,
): Promise<Problem | null> {
  const folder = given.text('report');
  if (folder === null) return null;
  const saved = await saveReport(context.files, resolve(cwd, folder), report, object);
  if (saved.kind === 'problem') return saved.problem;
  if (saved.kind === 'ok') terminal.say([`Saved the report in ${printable(saved.value)}`]);
  return null;
}
