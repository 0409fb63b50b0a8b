import { failed, ok, type Outcome } from '../core/findings/problem';
import { parseTarget } from '../core/sched-ext/target-name';
import type { Target, TargetFacts } from '../core/sched-ext/target';
import type { Host } from '../hosts/api';
import { targetFacts } from '../workflows/target-facts';
import type { Invocation } from './command';
import { usageProblem } from './usage';

/** `--target`, else SCX_TARGET, else the lab that was kept running. */
async function chooseTarget(invocation: Invocation): Promise<Outcome<Target>> {
  const named = invocation.arguments.text('target') ?? invocation.env['SCX_TARGET'] ?? '';
  if (named !== '') {
    const target = parseTarget(named);
    if (target) return ok(target);
    return usageProblem(
      `Could not use the target "${named}": it is no lab and no ssh destination`,
      'Write lab, lab:6.18, local, or user@host.',
    );
  }
  const kept = await invocation.labs.list();
  const [only] = kept;
  if (only && kept.length === 1) {
    return ok({ kind: 'lab', id: `lab:${only.name}`, kernel: only.name });
  }
  return failed({
    kind: 'target',
    code: 'no-target',
    message:
      kept.length === 0
        ? 'Could not choose a target: none is named, and no lab is kept running'
        : `Could not choose a target: ${kept.length} labs are kept running`,
    nextStep:
      'Give --target lab (a virtual machine), --target root@machine (over ssh) or --target local; or set SCX_TARGET; or keep a lab running with "scx-studio lab start --keep".',
    detail: '',
  });
}

export interface Connection {
  readonly host: Host;
  readonly facts: TargetFacts;
}

/** The chosen target, reached, and what it says of itself. */
export async function connect(invocation: Invocation): Promise<Outcome<Connection>> {
  const host = await connectHost(invocation);
  if (host.kind !== 'ok') return host;
  const facts = await targetFacts(host.value, { signal: invocation.signal });
  if (facts.kind !== 'ok') return facts;
  return ok({ host: host.value, facts: facts.value });
}

export async function connectHost(invocation: Invocation): Promise<Outcome<Host>> {
  const target = await chooseTarget(invocation);
  if (target.kind !== 'ok') return target;
  const { terminal, signal, context } = invocation;
  terminal.progress(`Connecting to ${target.value.id}`);
  const onProgress = (step: string) => {
    terminal.progress(step);
  };
  return context.hosts.connect(target.value, { signal, onProgress });
}
