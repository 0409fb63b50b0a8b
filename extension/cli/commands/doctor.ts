import { CANCELLED, ok, type Outcome } from '../../core/findings/problem';
import type { Host } from '../../hosts/api';
import { doctor as examine, unreachable, type Check } from '../../workflows/doctor';
import type { Command, Invocation } from '../command';
import { BUILD_OPTIONS } from '../built-scheduler';
import { EXIT, type ExitStatus } from '../exit-status';
import { connectHost } from '../target-choice';
import { formatTable } from '../terminal/table';
import { printable, type Terminal } from '../terminal/terminal';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Say what this machine and the target have, and what is missing',
  description: ['', 'Nothing is changed. Without a target, this machine alone is looked at.'],
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
  terminal.progress('Looking for tools');
  const clang = invocation.arguments.text('clang');
  const found = await examine(context, host, { signal, clang });
  if (signal.aborted) return CANCELLED;
  const checks = reached.kind === 'ok' ? found : [...found, noTarget(reached.problem)];
  if (terminal.json) terminal.printJson({ target: host?.target.id ?? null, checks });
  else show(terminal, checks, host);
  return ok(checks.some(({ status }) => status === 'missing') ? EXIT.unavailable : EXIT.fine);
}

/** No target named is no fault of this machine; a target that was named and does not answer is one. */
function noTarget(problem: Parameters<typeof unreachable>[0]): Check {
  const check = { where: 'target', ...unreachable(problem) } as const;
  return problem.code === 'no-target' ? { ...check, status: 'warning' } : check;
}

function show(terminal: Terminal, checks: readonly Check[], host: Host | null): void {
  section(terminal, 'This machine', checks, 'here');
  section(
    terminal,
    host === null ? 'Target' : `Target ${printable(host.target.id)}`,
    checks,
    'target',
  );
}

function section(
  terminal: Terminal,
  title: string,
  all: readonly Check[],
  where: Check['where'],
): void {
  const { style } = terminal;
  const checks = all.filter((check) => check.where === where);
  const paint = { ok: style.green, missing: style.red, warning: style.yellow };
  const columns = [
    { title: '', align: 'left' },
    { title: '', align: 'left' },
    { title: '', align: 'left' },
  ] as const;
  const rows = checks.map(({ name, status, detail }) => [status, name, printable(detail)]);
  const [, ...lines] = formatTable(columns, rows);
  terminal.print([
    style.bold(title),
    ...lines.flatMap((line, index) => {
      const check = checks[index];
      if (check === undefined) return [];
      const painted = `  ${line.replace(check.status, paint[check.status](check.status))}`;
      return check.nextStep === null
        ? [painted]
        : [painted, `           ${style.bold(printable(check.nextStep))}`];
    }),
  ]);
}
