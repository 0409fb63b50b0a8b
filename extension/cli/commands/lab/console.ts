import { ok, type Outcome } from '../../../core/findings/problem';
import type { Command, Invocation } from '../../command';
import { EXIT, type ExitStatus } from '../../exit-status';
import { printable } from '../../terminal/terminal';
import { chooseKeptLab } from './kept-choice';

export const labConsole: Command = {
  name: 'lab console',
  summary: 'Show the last lines of the console of a lab that is kept running',
  description: [],
  operands: ['[KERNEL]'],
  options: {},
  run: runConsole,
};

async function runConsole(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const chosen = await chooseKeptLab(invocation);
  if (chosen.kind !== 'ok') return chosen;
  const { terminal } = invocation;
  const lines = chosen.value.console();
  if (terminal.json) terminal.printJson({ lines });
  else terminal.print(lines.map(printable));
  return ok(EXIT.fine);
}
