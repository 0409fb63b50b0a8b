import { CANCELLED, ok, type Outcome } from '../core/findings/problem';
import type { SchedulerOwner } from '../core/sched-ext/scheduler-owner';
import type { Target, TargetFacts } from '../core/sched-ext/target';
import type { Host, Hosts } from '../hosts/api';
import { withHiddenRuns } from './hidden-runs';
import { schedulerOwner } from './load/owner';
import { targetFacts } from './target-facts';

/** More ssh processes at once would be a burden to this machine, and a storm to a jump host. */
const AT_ONCE = 10;

/** What a look at a target tells. */
export interface Seen {
  readonly facts: TargetFacts;
  /** Who loaded the scheduler that runs, where it is not SCX Studio's and root could be asked without a question; else null. */
  readonly owner: SchedulerOwner | null;
}

export interface LookOptions {
  readonly signal?: AbortSignal | undefined;
  /** Once for each target, unless a newer look at it has begun. */
  readonly onAnswer: (target: Target, seen: Outcome<Seen>) => void;
}

export interface Survey {
  /**
   * Looks at each of `targets`, some at a time; answers come as they are given. It asks the user nothing,
   * boots nothing and leaves no connection. A target that does not answer costs its own time-out only.
   * A newer look at a target ends the older one; looks at others go on.
   */
  look(targets: readonly Target[], options: LookOptions): Promise<void>;
}

/** One for all looks of a window or a command: they share the limit of how many go on at once. */
export function createSurvey(hosts: Hosts): Survey {
  const inTurn = createTurns(AT_ONCE);
  const newest = new Map<string, AbortController>();
  const begin = (target: Target, { signal, onAnswer }: LookOptions) => {
    const mine = new AbortController();
    newest.get(target.id)?.abort();
    newest.set(target.id, mine);
    const ended = signal === undefined ? mine.signal : AbortSignal.any([signal, mine.signal]);
    return async () => {
      const seen = ended.aborted ? CANCELLED : await see(hosts, target, ended);
      if (newest.get(target.id) !== mine) return;
      newest.delete(target.id);
      onAnswer(target, seen);
    };
  };
  return {
    look: (targets, options) => inTurn(targets.map((target) => begin(target, options))),
  };
}

type Work = () => Promise<void>;

/**
 * Does at most `most` pieces of work at once. Those that are asked for last come first: they are what the
 * user waits for.
 */
function createTurns(most: number): (works: readonly Work[]) => Promise<void> {
  let free = most;
  let waiting: (() => void)[] = [];
  const pass = () => {
    for (; free > 0 && waiting.length > 0; free -= 1) waiting.shift()?.();
  };
  return async (works) => {
    const asked: (() => void)[] = [];
    const done = works.map(async (work) => {
      await new Promise<void>((resolve) => asked.push(resolve));
      try {
        await work();
      } finally {
        free += 1;
        pass();
      }
    });
    waiting = [...asked, ...waiting];
    pass();
    await Promise.all(done);
  };
}

/** Settles when its processes are gone, also when it was cancelled. */
async function see(hosts: Hosts, target: Target, signal: AbortSignal): Promise<Outcome<Seen>> {
  const host = await hosts.visit(target, { signal });
  if (host.kind !== 'ok') return host;
  // The script has nothing to take back: when nobody wants its answer any more, it may end at once.
  const facts = await targetFacts(host.value, { signal, stopGraceMs: 0 });
  if (facts.kind !== 'ok') return facts;
  const seen = await withHiddenRuns(host.value, facts.value, signal);
  const owner = await foreignOwner(host.value, seen, signal);
  return signal.aborted ? CANCELLED : ok({ facts: seen, owner });
}

/** null also where this could not be found out: the target has answered all the same. */
async function foreignOwner(
  host: Host,
  { activeOps, runs, privilege }: TargetFacts,
  signal: AbortSignal,
): Promise<SchedulerOwner | null> {
  const isForeign = activeOps !== null && runs.every(({ ops }) => ops !== activeOps);
  if (!isForeign || privilege === 'none') return null;
  // Where sudo asks for a password, one that was given for another step is used, or none.
  const owner = await schedulerOwner(host, { signal, quiet: privilege === 'sudo-password' });
  // Another one may have come since the facts were said.
  return owner.kind === 'ok' && owner.value?.ops === activeOps ? owner.value : null;
}
