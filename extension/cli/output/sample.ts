import type { Rates } from '../../core/metrics/rates';
import type { Sample } from '../../core/sched-ext/target';
import { loadRows, loadWords } from './load-words';

/** A reading as data; what the target does not show is null. */
export function sampleJson(sample: Sample) {
  const { timeMs, state, ops, enableSeq, switchAll, nrRejected, extTasks, events } = sample;
  return {
    timeMs,
    state,
    ops,
    enableSeq,
    switchAll,
    nrRejected,
    extTasks,
    subs: Object.fromEntries(sample.subs),
    caps: Object.fromEntries(sample.caps),
    events: Object.fromEntries(events),
    cpus: Object.fromEntries(sample.cpus),
    waitedNs: Object.fromEntries(sample.waitedNs),
    contextSwitches: sample.contextSwitches,
    runnable: sample.runnable,
    pressureUs: Object.fromEntries(sample.pressureUs),
  };
}

/**
 * A reading in one line, with what happened since the one before where that is known:
 * `enabled fifo · 214 tasks in the ext class · CPU 34 % · 1250 switches/s · SELECT_CPU_FALLBACK 3 (2/s)`.
 */
export function sampleLine(sample: Sample, rates: Rates | null = null): string {
  const { state, ops, extTasks, nrRejected, events } = sample;
  const switches = rates?.contextSwitches ?? null;
  const counted = [...events].filter(([, count]) => count > 0);
  return [
    [state ?? 'no sched_ext', ops].filter((part) => part !== null).join(' '),
    ...(extTasks === null ? [] : [`${extTasks} task${extTasks === 1 ? '' : 's'} in the ext class`]),
    ...(nrRejected === null || nrRejected === 0 ? [] : [`${nrRejected} rejected`]),
    ...loadWords(rates),
    ...(switches === null ? [] : [`${aSecond(switches)} switches/s`]),
    ...counted.map(([name, count]) => {
      const rate = rates?.events.get(name) ?? null;
      const moving = rate === null || rate === 0 ? '' : ` (${aSecond(rate)}/s)`;
      return `${name.replace(/^SCX_EV_/, '')} ${count}${moving}`;
    }),
  ].join(' · ');
}

function aSecond(rate: number): string {
  return rate < 10 ? String(Number(rate.toFixed(1))) : String(Math.round(rate));
}

/** A reading in lines: the state, the load since another one a little before, then every counter. */
export function sampleLines(sample: Sample, rates: Rates | null): string[] {
  const { state, ops, extTasks, switchAll, nrRejected, enableSeq, events } = sample;
  const rows: (readonly [string, string | number | null])[] = [
    ['state', state ?? 'this kernel has no sched_ext'],
    ['scheduler', ops ?? 'none'],
    ['tasks in the ext class', extTasks],
    ['all tasks switched', switchAll === null ? null : switchAll ? 'yes' : 'no'],
    ['tasks rejected', nrRejected],
    ['schedulers enabled since boot', enableSeq],
    ...loadRows(rates),
    ...[...sample.subs].map(([cgroup, name]) => [`sub-scheduler of ${cgroup}`, name] as const),
    ...[...sample.caps].filter(([, cpus]) => cpus !== ''),
    ...events,
  ];
  const known = rows.filter(([, value]) => value !== null);
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${String(value)}`);
}
