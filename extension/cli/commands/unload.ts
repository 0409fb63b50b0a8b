import { ok } from '../../core/findings/problem';
import { putBackText } from '../../core/sched-ext/put-back';
import { unloadScheduler } from '../../workflows/load/unload';
import type { Command, Invocation } from '../command';
import { EXIT } from '../exit-status';
import { connectHost } from '../target-choice';
import { usageProblem } from '../usage';
import { printable } from '../terminal/terminal';

export const unload: Command = {
  name: 'unload',
  summary: 'Take out what SCX Studio left loaded on the target',
  description: [
    '',
    'What another window or person holds, and what something else loaded, is named and left alone;',
    'RUN is a name that "scx-studio targets --json" shows, and is taken out whoever holds it.',
  ],
  operands: ['[RUN]'],
  options: {},
  run: runUnload,
};

async function runUnload(invocation: Invocation) {
  const [run] = invocation.arguments.operands;
  if (run !== undefined && !/^[\w-]+$/.test(run)) {
    return usageProblem(`"${run}" is no name of a run`, 'See: scx-studio targets');
  }
  const host = await connectHost(invocation);
  if (host.kind !== 'ok') return host;
  const unloaded = await unloadScheduler(host.value, {
    signal: invocation.signal,
    ...(run === undefined ? {} : { run }),
  });
  if (unloaded.kind !== 'ok') return unloaded;
  const { removed, held, putBack, other } = unloaded.value;
  const { terminal } = invocation;
  if (terminal.json) {
    terminal.printJson({ removed, held, putBack, other });
  } else {
    terminal.print([
      removed.length === 0
        ? 'Nothing of SCX Studio was loaded'
        : `Unloaded ${printable(removed.join(', '))}`,
      ...held.map(({ ops, who }) => `Still loaded, held by ${printable(who)}: ${printable(ops)}`),
      ...putBack.map((back) => printable(putBackText(back))),
      ...(other === null || held.some(({ ops }) => ops === other)
        ? []
        : [`Still loaded, by something else: ${printable(other)}`]),
    ]);
  }
  return ok(EXIT.fine);
}
