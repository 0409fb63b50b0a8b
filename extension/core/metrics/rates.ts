import type { Sample } from '../sched-ext/target';

/** What happened between two samples. A value that cannot be known is null, never negative and never 0. */
export interface Rates {
  /** Of the later sample, since the target booted. */
  readonly timeMs: number;
  /** Milliseconds between the two. */
  readonly spanMs: number;
  /** Of each CPU's time, 0 to 1; CPUs that are there in both. */
  readonly busy: ReadonlyMap<number, number | null>;
  /** Nanoseconds that tasks waited for each CPU, a second. */
  readonly waited: ReadonlyMap<number, number | null>;
  readonly contextSwitches: number | null;
  /** Of the time that passed, 0 to 1, by kind: `cpu some`, `memory full`. */
  readonly pressure: ReadonlyMap<string, number | null>;
  /** A second, in the kernel's order. */
  readonly events: ReadonlyMap<string, number | null>;
}

/** null when no time has passed between them, or it ran backwards: the target booted again. */
export function ratesBetween(before: Sample, now: Sample): Rates | null {
  const spanMs = now.timeMs - before.timeMs;
  if (!(spanMs > 0)) return null;
  const aSecond = (earlier: number | null | undefined, later: number | null | undefined) => {
    const grown = growth(earlier, later);
    return grown === null ? null : (grown * 1000) / spanMs;
  };
  const rates = <Key>(earlier: ReadonlyMap<Key, number>, later: ReadonlyMap<Key, number>) =>
    new Map([...later].map(([key, count]) => [key, aSecond(earlier.get(key), count)]));
  const isSame = before.enableSeq === now.enableSeq;
  return {
    timeMs: now.timeMs,
    spanMs,
    busy: busyShares(before, now),
    waited: rates(before.waitedNs, now.waitedNs),
    contextSwitches: aSecond(before.contextSwitches, now.contextSwitches),
    pressure: new Map(
      [...rates(before.pressureUs, now.pressureUs)].map(([kind, micros]) => [
        kind,
        micros === null ? null : Math.min(micros / 1e6, 1),
      ]),
    ),
    // Another scheduler counts from nothing: its first figures are no rate of the one before.
    events: rates(isSame ? before.events : new Map<string, number>(), now.events),
  };
}

/** null where a count is missing or went back. */
function growth(before: number | null | undefined, now: number | null | undefined): number | null {
  if (typeof before !== 'number' || typeof now !== 'number') return null;
  return now < before ? null : now - before;
}

function busyShares(before: Sample, now: Sample): ReadonlyMap<number, number | null> {
  const shares = new Map<number, number | null>();
  for (const [cpu, later] of now.cpus) {
    const earlier = before.cpus.get(cpu);
    const busy = growth(earlier?.busy, later.busy);
    // An idle count may go back by a little (proc(5)); the CPU is then idle no longer than that.
    const idle = earlier === undefined ? null : Math.max(later.idle - earlier.idle, 0);
    const known = busy === null || idle === null || busy + idle === 0;
    shares.set(cpu, known ? null : busy / (busy + idle));
  }
  return shares;
}
