import { parseRuns } from '../core/sched-ext/facts-text';
import type { TargetFacts } from '../core/sched-ext/target';
import type { Host } from '../hosts/api';

/**
 * The facts with the runs that only root can see, where sudo's password is known already. Nobody is asked for
 * it: where it is not known, they stay hidden.
 */
export async function withHiddenRuns(
  host: Host,
  facts: TargetFacts,
  signal: AbortSignal,
): Promise<TargetFacts> {
  if (!facts.areRunsHidden || facts.privilege !== 'sudo-password') return facts;
  const outcome = await host.run('runs', { privileged: true, quiet: true, signal });
  if (outcome.kind !== 'ok' || outcome.value.exitCode !== 0) return facts;
  return { ...facts, runs: parseRuns(outcome.value.stdout), areRunsHidden: false };
}
