import { ok, type Outcome } from '../../../core/findings/problem';
import type { Command, Invocation } from '../../command';
import { EXIT, type ExitStatus } from '../../exit-status';
import { usageProblem } from '../../usage';
import { answersTo } from './kept-choice';

export const labStop: Command = {
  name: 'lab stop',
  summary: 'Stop the labs that were kept running',
  description: ['', 'Without KERNEL all of them are stopped.'],
  operands: ['[KERNEL…]'],
  options: {},
  run: runStop,
};

async function runStop(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const { arguments: words, labs, terminal } = invocation;
  const kept = await labs.list();
  const unknown = words.operands.find((name) => !kept.some((lab) => answersTo(lab, name)));
  if (unknown !== undefined) {
    return usageProblem(
      `Could not stop the lab "${unknown}": it does not run`,
      'See: scx-studio lab list',
    );
  }
  const wanted = kept.filter(
    (lab) => words.operands.length === 0 || words.operands.some((name) => answersTo(lab, name)),
  );
  await Promise.all(wanted.map((lab) => lab.stop()));
  if (terminal.json) {
    terminal.printJson({ stopped: wanted.map(({ name }) => name) });
  } else {
    terminal.print(
      wanted.length === 0
        ? ['No lab was kept running']
        : wanted.map(({ name, kernel }) => `Stopped ${name} (${kernel})`),
    );
  }
  return ok(EXIT.fine);
}
