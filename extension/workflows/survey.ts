import type { Outcome } from '../core/findings/problem';
import type { Target, TargetFacts } from '../core/sched-ext/target';
import type { Hosts } from '../hosts/api';
import { targetFacts } from './target-facts';

/** More ssh processes at once would be a burden to this machine, and a storm to a jump host. */
const AT_ONCE = 10;

export interface SurveyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onAnswer: (target: Target, facts: Outcome<TargetFacts>) => void;
}

/**
 * Looks at each of `targets`, some at a time; answers come as they are given. It asks the user nothing,
 * boots nothing and leaves no connection. A target that does not answer costs its own time-out only.
 */
export async function surveyTargets(
  hosts: Hosts,
  targets: readonly Target[],
  { signal, onAnswer }: SurveyOptions,
): Promise<void> {
  const waiting = [...targets];
  const work = async (): Promise<void> => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
      if (signal?.aborted === true) return;
      onAnswer(target, await lookAt(hosts, target, signal));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, targets.length) }, work));
}

async function lookAt(
  hosts: Hosts,
  target: Target,
  signal: AbortSignal | undefined,
): Promise<Outcome<TargetFacts>> {
  const host = await hosts.visit(target, signal === undefined ? {} : { signal });
  return host.kind === 'ok' ? targetFacts(host.value, { signal }) : host;
}
