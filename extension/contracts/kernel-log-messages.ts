/** Messages of the log panels (kernel log, BPF output): plain data, rows oldest first. */
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

/** The level of our own remarks (lost records, a new boot), beside syslog's 0 (emerg) to 7 (debug). */
export const REMARK_LEVEL = 8;

/** Rows side by side: a flood of them is one text and three arrays, not as many objects. */
export interface LogRows {
  /** One line a row, joined by "\n"; no row's text has line ends or other control characters. */
  readonly texts: string;
  /** Microseconds since the target booted, NaN where the log does not say. */
  readonly timesMicros: ArrayLike<number>;
  readonly levels: ArrayLike<number>;
  /** 0 for none, else 1 + the place in `labels`. */
  readonly labels: ArrayLike<number>;
}

/** The kernel log, or what BPF programs print: there a row's text is the task, a tab and the line. */
export type LogSubject = 'kernel-log' | 'bpf-output';

/** What the workspace has sources of: only to these the panel links. */
export interface KnownSources {
  readonly files: readonly string[];
  readonly functions: readonly string[];
  readonly operations: readonly string[];
}

export type ToKernelLogPanel =
  /** A new log, empty at first. */
  | { readonly kind: 'reset'; readonly subject: LogSubject }
  /** All labels so far come with the rows that use a new one. */
  | {
      readonly kind: 'append';
      readonly rows: LogRows;
      readonly labels: readonly string[] | null;
    }
  | { readonly kind: 'sources'; readonly known: KnownSources }
  | { readonly kind: 'link'; readonly target: string | null; readonly link: PanelLink };

/** More than this is not kept; the oldest rows go first. */
export const MAX_LOG_ROWS = 1_000_000;
export const MAX_LOG_CHARACTERS = 96_000_000;
