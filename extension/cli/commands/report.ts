import { resolve } from 'node:path';
import { reasonOf, type ExitReport } from '../../core/exit-report/exit-report';
import { reportLines } from '../../core/exit-report/report-text';
import { ok, type Outcome } from '../../core/findings/problem';
import { lastEnd } from '../../workflows/observe/last-end';
import { openReport } from '../../workflows/observe/report-folder';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { connectHost } from '../target-choice';
import { printable } from '../terminal/terminal';

export const report: Command = {
  name: 'report',
  summary: 'Show why a scheduler ended: a saved report, or what the kernel log of a target says',
  description: [
    '',
    'FOLDER is what "load --report" or "SCX: Save Report…" made; no target is needed for it. Without it the',
    "target's kernel log is asked why the last scheduler ended there.",
    'With --json the report is one line of data.',
  ],
  operands: ['[FOLDER]'],
  options: { dump: { help: 'print the debug dump of the report instead' } },
  run: runReport,
};

async function runReport(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const { terminal, arguments: given } = invocation;
  const found = await findReport(invocation);
  if (found.kind !== 'ok') return found;
  terminal.progress(null);
  if (found.value === null) {
    if (terminal.json) terminal.printJson(null);
    else terminal.print(['No scheduler has ended there since its kernel log begins.']);
    return ok(EXIT.fine);
  }
  if (given.has('dump')) terminal.print((found.value.dumpText ?? '').split('\n').map(printable));
  else if (terminal.json) terminal.printJson(found.value);
  else terminal.print(reportLines(found.value).map(printable));
  return ok(reasonOf(found.value)?.severity === 'error' ? EXIT.findings : EXIT.fine);
}

async function findReport(invocation: Invocation): Promise<Outcome<ExitReport | null>> {
  const { context, cwd, signal } = invocation;
  const [folder] = invocation.arguments.operands;
  if (folder !== undefined) return openReport(context.files, resolve(cwd, folder));
  const host = await connectHost(invocation);
  return host.kind === 'ok' ? lastEnd(host.value, signal) : host;
}
