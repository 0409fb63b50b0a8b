/** A target's figures: of one with nothing loaded, but for what a test says. */
import type { Sample } from '../../extension/core/sched-ext/target';

export function sampleOf(own: Partial<Sample> = {}): Sample {
  return {
    timeMs: 1000,
    state: 'disabled',
    ops: null,
    enableSeq: 0,
    switchAll: false,
    nrRejected: 0,
    extTasks: null,
    subs: new Map(),
    caps: new Map(),
    events: new Map(),
    cpus: new Map(),
    waitedNs: new Map(),
    contextSwitches: null,
    runnable: null,
    pressureUs: new Map(),
    ...own,
  };
}
