/**
 * Messages to the status panel. Plain data that survives structured cloning: lists instead of maps.
 * Times are milliseconds.
 */
import type { PanelLink } from './panel';

/** One reading of the target (core/sched-ext Sample). */
export interface StatusSample {
  /** Since the target booted; never jumps. */
  readonly timeMs: number;
  readonly state: string | null;
  readonly ops: string | null;
  readonly enableSeq: number | null;
  readonly switchAll: boolean | null;
  readonly nrRejected: number | null;
  readonly extTasks: number | null;
  /** In the kernel's order. */
  readonly events: readonly (readonly [name: string, count: number])[];
}

export interface StatusState {
  /** As people write it: `lab:6.18`; null when none is chosen. */
  readonly target: string | null;
  readonly kernel: string | null;
  readonly link: PanelLink;
  /** Name of what this window keeps loaded there, null when nothing. */
  readonly ownOps: string | null;
  /** Oldest first, at most two: rates need a difference. */
  readonly samples: readonly StatusSample[];
  /** This machine's clock when the last sample came. */
  readonly sampledAt: number | null;
}

export interface ToStatusPanel {
  readonly kind: 'state';
  readonly state: StatusState;
}
