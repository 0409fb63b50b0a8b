/** Messages to the kernel log panel: plain data, rows oldest first. */
import type { PanelLink } from './panel';

/**
 * enabled, disabled      a scheduler came or went
 * error, stall, lockup   why it was thrown out or refused, in the kernel's words
 * dump                   SysRq-D asked for a dump, which goes to the tracepoint, not to the log
 * warning                something it does wrong or in an outdated way, while it runs on
 * message                anything else that sched_ext says
 */
export const SCHED_EXT_KINDS = [
  'enabled',
  'disabled',
  'error',
  'stall',
  'lockup',
  'dump',
  'warning',
  'message',
] as const;
export type SchedExtKind = (typeof SCHED_EXT_KINDS)[number];

export interface LogRow {
  /** Grows by one a row of this panel; a row keeps its number. */
  readonly id: number;
  /** Microseconds since the target booted, null where the log does not say. */
  readonly timeMicros: number | null;
  /** syslog level, 0 (emerg) to 7 (debug); null for our own remarks (lost records, a new boot). */
  readonly level: number | null;
  readonly text: string;
  /** What the row says of sched_ext, null when it does not speak of it. */
  readonly schedExt: SchedExtKind | null;
}

export type ToKernelLogPanel =
  /** Everything there is, in place of what the panel has. */
  | { readonly kind: 'reset'; readonly rows: readonly LogRow[] }
  | { readonly kind: 'append'; readonly rows: readonly LogRow[] }
  | { readonly kind: 'link'; readonly target: string | null; readonly link: PanelLink };

/** More rows than this are not kept, on either side; the oldest go first. */
export const MAX_LOG_ROWS = 10_000;
