import { CANCELLED, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Host } from '../../hosts/api';
import {
  doctor as examine,
  reportLines,
  unreachableCheck,
  verdictOf,
  type Check,
  type ReportLine,
} from '../../workflows/doctor';
import type { Command, Invocation } from '../command';
import { BUILD_OPTIONS } from '../built-scheduler';
import { EXIT, type ExitStatus } from '../exit-status';
import { connectHost } from '../target-choice';
import { printable, type Terminal } from '../terminal/terminal';
import { wrapped } from '../terminal/wrapped';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Say what this machine and the target have, what is missing, and how to mend it',
  description: [
    '',
    'Nothing is changed. Without a target, this machine alone is looked at. "missing" means that a step',
    'of the loop does not work (exit status 3), "warning" that it works less well, "unknown" that the',
    'machine does not say.',
  ],
  operands: [],
  options: { clang: BUILD_OPTIONS.clang },
  run: runDoctor,
};

async function runDoctor(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const { terminal, signal, context } = invocation;
  const reached = await connectHost(invocation);
  if (
    reached.kind === 'cancelled' ||
    (reached.kind === 'problem' && reached.problem.kind === 'usage')
  )
    return reached;
  const host: Host | null = reached.kind === 'ok' ? reached.value : null;
  terminal.progress('Looking at this machine and the target');
  const clang = invocation.arguments.text('clang');
  const found = await examine(context, host, { signal, clang });
  if (signal.aborted) return CANCELLED;
  const checks = reached.kind === 'ok' ? found : [...found, noTarget(reached.problem)];
  if (terminal.json) terminal.printJson({ target: host?.target.id ?? null, checks });
  else show(terminal, checks, host);
  return ok(checks.some(({ status }) => status === 'missing') ? EXIT.unavailable : EXIT.fine);
}

/** No target named is no fault of this machine; a target that was named and does not answer is one. */
function noTarget(problem: Problem): Check {
  const check = unreachableCheck(problem);
  return problem.code === 'no-target' ? { ...check, status: 'warning' } : check;
}

function show(terminal: Terminal, checks: readonly Check[], host: Host | null): void {
  terminal.print(
    reportLines(checks, host?.target.id ?? null).flatMap((line) => paintedLines(terminal, line)),
  );
  terminal.print([terminal.style.bold(verdictOf(checks))]);
}

function paintedLines({ style, columns }: Terminal, line: ReportLine): string[] {
  const text = printable(line.text);
  switch (line.kind) {
    case 'title':
      return [style.bold(text)];
    case 'check': {
      const paint = {
        ok: style.green,
        missing: style.red,
        warning: style.yellow,
        unknown: style.cyan,
      };
      return [text.replace(line.status, paint[line.status](line.status))];
    }
    case 'command':
      return [style.bold(text)];
    case 'effect':
    case 'step': {
      const words = text.trimStart();
      const indent = text.length - words.length;
      return wrapped(words, columns, indent).map((part) => ' '.repeat(indent) + part);
    }
  }
}
