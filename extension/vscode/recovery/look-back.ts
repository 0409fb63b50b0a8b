import type { TargetFacts } from '../../core/sched-ext/target';
import { parseTarget } from '../../core/sched-ext/target-name';
import { targetFacts } from '../../workflows/target-facts';
import type { ConnectedHost } from '../session/connection';
import type { Session } from '../session/session';
import { isSettled } from './left-behind';
import type { RememberedRuns } from './remembered-runs';

/**
 * Looks at the targets where a scheduler was loaded last, and forgets those where nothing is left of it. Asks
 * nothing, boots nothing, and is silent about targets that do not answer.
 */
export async function lookBack(
  { context, log }: { context: Session['context']; log: Pick<Session['log'], 'warn'> },
  remembered: RememberedRuns,
  onFacts: (host: ConnectedHost, facts: TargetFacts) => void,
): Promise<void> {
  const runs = remembered.list();
  if (runs.length === 0) return;
  const { hosts } = await context();
  await Promise.all(
    runs.map(async ({ target: name, ops }) => {
      const target = parseTarget(name);
      const host = target === null ? null : await hosts.visit(target);
      const facts = host?.kind === 'ok' ? await targetFacts(host.value) : null;
      if (host?.kind !== 'ok' || facts?.kind !== 'ok') {
        log.warn(`${name}, where an earlier window had loaded ${ops}, could not be looked at`);
        if (target?.kind === 'lab') remembered.remove(name); // It ended with its window.
        return;
      }
      onFacts(host.value, facts.value);
      if (isSettled(facts.value)) remembered.remove(name);
    }),
  );
}
