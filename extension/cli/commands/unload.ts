import { ok } from '../../core/findings/problem';
import { unloadScheduler } from '../../workflows/load/unload';
import type { Command, Invocation } from '../command';
import { EXIT } from '../exit-status';
import { connectHost } from '../target-choice';
import { printable } from '../terminal/terminal';

export const unload: Command = {
  name: 'unload',
  summary: 'Take out what SCX Studio left loaded on the target',
  description: ['', 'A scheduler that something else loaded is named and left alone.'],
  operands: [],
  options: {},
  run: runUnload,
};

async function runUnload(invocation: Invocation) {
  const host = await connectHost(invocation);
  if (host.kind !== 'ok') return host;
  const unloaded = await unloadScheduler(host.value, invocation.signal);
  if (unloaded.kind !== 'ok') return unloaded;
  const { removed, other } = unloaded.value;
  const { terminal } = invocation;
  if (terminal.json) {
    terminal.printJson({ removed, other });
  } else {
    terminal.print([
      removed.length === 0
        ? 'Nothing of SCX Studio was loaded'
        : `Unloaded ${printable(removed.join(', '))}`,
      ...(other === null ? [] : [`Still loaded, by something else: ${printable(other)}`]),
    ]);
  }
  return ok(EXIT.fine);
}
