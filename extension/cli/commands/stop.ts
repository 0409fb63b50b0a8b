import { ok } from '../../core/findings/problem';
import { emergencyStop } from '../../workflows/load/emergency-stop';
import type { Command, Invocation } from '../command';
import { EXIT } from '../exit-status';
import { connectHost } from '../target-choice';

export const stop: Command = {
  name: 'stop',
  summary: 'Emergency: take out whatever scheduler runs on the target',
  description: [
    '',
    'Removes the links of what SCX Studio loaded, then uses SysRq-S, and says which of them worked.',
    'It takes out a scheduler of any other program, too.',
  ],
  operands: [],
  options: {},
  run: runStop,
};

const WAYS = {
  link: 'Stopped: its link was removed',
  sysrq: 'Stopped: SysRq-S took it out',
  nothing: 'No scheduler was loaded',
} as const;

async function runStop(invocation: Invocation) {
  const host = await connectHost(invocation);
  if (host.kind !== 'ok') return host;
  invocation.terminal.progress('Stopping');
  const stopped = await emergencyStop(host.value, null);
  if (stopped.kind !== 'ok') return stopped;
  if (invocation.terminal.json) invocation.terminal.printJson({ stopped: stopped.value });
  else invocation.terminal.print([WAYS[stopped.value]]);
  return ok(EXIT.fine);
}
