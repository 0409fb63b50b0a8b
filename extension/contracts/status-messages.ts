/**
 * Messages to the status panel. Plain data that survives structured cloning: lists instead of maps.
 * Times are milliseconds; a rate that can't be known is null.
 */
import type { PanelLink } from './panel';

/** One reading of the target (core/sched-ext Sample) with what changed since the one before (core/metrics Rates). */
export interface StatusSample {
  /** Since the target booted; never jumps. */
  readonly timeMs: number;
  readonly state: string | null;
  readonly ops: string | null;
  readonly enableSeq: number | null;
  readonly switchAll: boolean | null;
  readonly nrRejected: number | null;
  readonly extTasks: number | null;
  /** Tasks that run or could. */
  readonly runnable: number | null;
  /** A second. */
  readonly contextSwitches: number | null;
  /** In the kernel's order. */
  readonly events: readonly StatusEvent[];
  /** Sub-schedulers: id of the control group, and name. */
  readonly subs: readonly (readonly [cgroup: string, ops: string])[];
  /** The CPUs that the scheduler has each capability for. */
  readonly caps: readonly (readonly [name: string, cpus: string])[];
  /** By number. */
  readonly cpus: readonly StatusCpu[];
  /** Share of the time that tasks were held up, 0 to 1, by kind: `cpu some`. */
  readonly pressure: readonly (readonly [kind: string, share: number | null])[];
}

export interface StatusEvent {
  readonly name: string;
  readonly count: number;
  /** A second. */
  readonly rate: number | null;
  readonly unit: 'events' | 'nanoseconds';
  /** What it counts and when to worry; '' for a counter that is new to us. */
  readonly explanation: string;
}

export interface StatusCpu {
  readonly cpu: number;
  /** 0 to 1. */
  readonly busy: number | null;
  /** Nanoseconds that tasks waited for it, a second; null where the kernel does not keep them. */
  readonly waitedNs: number | null;
}

/** What a callback costs now (core/callback-cost CallbackCost). */
export interface StatusCost {
  readonly name: string;
  readonly callsPerSecond: number;
  readonly averageNs: number | null;
  /** As long as the kernel has counted. */
  readonly totalNs: number;
  /** Of one CPU. */
  readonly share: number;
}

export interface StatusState {
  /** As people write it: `lab:6.18`; null when none is chosen. */
  readonly target: string | null;
  readonly kernel: string | null;
  readonly link: PanelLink;
  /** Name of what this window keeps loaded there, null when nothing. */
  readonly ownOps: string | null;
  /** The last one, null before there is one. */
  readonly sample: StatusSample | null;
  /** Time of the target when what runs now was loaded; null where that is not known. */
  readonly loadedAtMs: number | null;
  /** This machine's clock when it came. */
  readonly sampledAt: number | null;
  /** This machine's clock when this was sent: that of the page may be another one's. */
  readonly sentAt: number;
  /** Between two readings, as the user set it. */
  readonly intervalMs: number;
  /** The dearest first; null when costs are not measured. */
  readonly costs: readonly StatusCost[] | null;
}

/** When a scheduler came or went, or the kernel said something else of sched_ext. */
export interface StatusMark {
  /** unloaded: somebody took it out on purpose; ended: the kernel threw it out; noted: an error, a dump … */
  readonly kind: 'loaded' | 'unloaded' | 'ended' | 'noted';
  /** Since the target booted. */
  readonly timeMs: number;
  /** `loaded fifo`, `fifo ended: runnable task stall`. */
  readonly text: string;
  /** It is about a sub-scheduler: what runs above it stays. */
  readonly isSub?: true;
}

/** What was read so far, for a panel that is made anew: names, and an array of values a name. NaN is a gap. */
export interface StatusHistory {
  readonly timesMs: Float64Array;
  readonly names: readonly string[];
  readonly values: readonly Float32Array[];
}

export type ToStatusPanel =
  | { readonly kind: 'state'; readonly state: StatusState }
  /** Replaces all that the panel has drawn. */
  | { readonly kind: 'history'; readonly history: StatusHistory }
  /** All of them, the oldest first. */
  | { readonly kind: 'marks'; readonly marks: readonly StatusMark[] };

/** Readings that are kept: an hour at one a second. */
export const MOST_READINGS = 3600;
/** The longest time that charts show; of readings that come faster, older ones are thinned out to keep it. */
export const READINGS_SPAN_MS = 3_600_000;
/** Marks that are kept; the oldest go first. */
export const MOST_MARKS = 200;
