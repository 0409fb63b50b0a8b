import { CANCELLED, ok, type Outcome } from '../../../core/findings/problem';
import { runInTerminal } from '../../../hosts/processes/terminal-process';
import { displayCommand } from '../../../hosts/processes/tools';
import type { Command, Invocation } from '../../command';
import { EXIT, type ExitStatus } from '../../exit-status';
import { chooseKeptLab } from './kept-choice';

export const labSsh: Command = {
  name: 'lab ssh',
  summary: 'Open a shell in a lab that is kept running',
  description: ['', 'With --print or --json the command line that does it is printed instead.'],
  operands: ['[KERNEL]'],
  options: { print: { help: 'print the ssh command line, for scripts' } },
  run: runSsh,
};

async function runSsh(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const chosen = await chooseKeptLab(invocation);
  if (chosen.kind !== 'ok') return chosen;
  const { terminal, signal } = invocation;
  const ssh = ['ssh', ...chosen.value.sshArguments] as const;
  if (terminal.json || invocation.arguments.has('print')) {
    if (terminal.json) terminal.printJson({ ssh });
    else terminal.print([displayCommand(ssh)]);
    return ok(EXIT.fine);
  }
  const exitCode = await runInTerminal(ssh, signal);
  if (signal.aborted) return CANCELLED;
  return ok(exitCode === 0 ? EXIT.fine : EXIT.findings);
}
