import { failed, ok, type Outcome } from '../core/findings/problem';
import { originText, puttingBack, takingOutText } from '../core/sched-ext/owner-text';
import type { SchedulerOwner } from '../core/sched-ext/scheduler-owner';
import type { Host } from '../hosts/api';
import { schedulerOwner, type Replacement } from '../workflows/load/owner';
import type { Invocation } from './command';
import { printable } from './terminal/terminal';

/**
 * What `load` and `run` may take out, by --replace and --put-back: the scheduler that runs at this moment, and no
 * other. It is named, on standard error under --json; null when none runs or neither was given.
 */
export async function chooseReplacement(
  { arguments: given, terminal, signal }: Invocation,
  host: Host,
): Promise<Outcome<Replacement | null>> {
  const putBack = given.has('put-back');
  if (!putBack && !given.has('replace')) return ok(null);
  const owner = await schedulerOwner(host, { signal });
  if (owner.kind !== 'ok') return owner;
  if (owner.value === null) return ok(null);
  const back = puttingBack(owner.value);
  if (putBack && back.kind === 'impossible') {
    return failed(noPutBack(host.target.id, owner.value, back.why));
  }
  const { ops, origin, sequence } = owner.value;
  const after = putBack && back.kind === 'possible' ? ` At the end ${back.how}.` : '';
  const text = `Replacing ${ops}: ${originText(origin)} ${takingOutText(origin)}${after}`;
  if (terminal.json) terminal.progress(text);
  else terminal.print([printable(text)]);
  return ok({ sequence, putBack });
}

function noPutBack(name: string, { ops, origin }: SchedulerOwner, why: string) {
  return {
    kind: 'target',
    code: 'no-put-back',
    message: `Could not replace ${ops} on ${name} so that it can be put back: ${why}`,
    nextStep: 'With --replace alone it is taken out for good.',
    detail: originText(origin),
  } as const;
}
