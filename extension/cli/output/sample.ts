import type { Sample } from '../../core/sched-ext/target';

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
    events: Object.fromEntries(events),
    cpus: Object.fromEntries(sample.cpus),
    waitedNs: Object.fromEntries(sample.waitedNs),
    contextSwitches: sample.contextSwitches,
    runnable: sample.runnable,
    pressureUs: Object.fromEntries(sample.pressureUs),
  };
}

/** A reading in one line: `enabled minimal · 214 tasks · SCX_EV_SELECT_CPU_FALLBACK 3`. */
export function sampleLine(sample: Sample): string {
  const { state, ops, extTasks, nrRejected, events } = sample;
  const counted = [...events].filter(([, count]) => count > 0);
  return [
    [state ?? 'no sched_ext', ops].filter((part) => part !== null).join(' '),
    ...(extTasks === null ? [] : [`${extTasks} task${extTasks === 1 ? '' : 's'} in the ext class`]),
    ...(nrRejected === null || nrRejected === 0 ? [] : [`${nrRejected} rejected`]),
    ...counted.map(([name, count]) => `${name.replace(/^SCX_EV_/, '')} ${count}`),
  ].join(' · ');
}

/** A reading in lines: the state, then every counter. */
export function sampleLines(sample: Sample): string[] {
  const { state, ops, extTasks, switchAll, nrRejected, enableSeq, events } = sample;
  const rows: (readonly [string, string | number | null])[] = [
    ['state', state ?? 'this kernel has no sched_ext'],
    ['scheduler', ops ?? 'none'],
    ['tasks in the ext class', extTasks],
    ['all tasks switched', switchAll === null ? null : switchAll ? 'yes' : 'no'],
    ['tasks rejected', nrRejected],
    ['schedulers enabled since boot', enableSeq],
    ...events,
  ];
  const known = rows.filter(([, value]) => value !== null);
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${String(value)}`);
}
