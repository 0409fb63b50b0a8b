import type { Problem } from '../../core/findings/problem';
import { printable, type Terminal } from '../terminal/terminal';

/** A problem in words on standard error, and as data under `--json`. */
export function showProblem(terminal: Terminal, problem: Problem): void {
  if (terminal.json) terminal.printJson({ problem: problemJson(problem) });
  const style = terminal.sayStyle;
  terminal.say([
    `${style.red('scx-studio:')} ${printable(problem.message)}`,
    ...(problem.detail === '' ? [] : problem.detail.split('\n')).map((line) =>
      style.dim(`    | ${printable(line)}`),
    ),
    `    ${style.bold(printable(problem.nextStep))}`,
  ]);
}

export function problemJson({ kind, code, message, nextStep, detail }: Problem): Problem {
  return { kind, code, message, nextStep, detail };
}
