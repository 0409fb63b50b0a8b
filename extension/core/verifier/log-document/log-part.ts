/** A part of a log, for an outline. Lines count from 0; both ends belong to it. */
export interface LogPart {
  readonly kind: LogPartKind;
  readonly name: string;
  readonly detail: string;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly children: readonly LogPart[];
}

export type LogPartKind =
  /** What stands in the log of one program. */
  | 'program'
  /** A function of the program: called, or verified by itself. */
  | 'function'
  /** What followed from one side of a condition. */
  | 'branch'
  /** Many branches side by side. */
  | 'branches'
  | 'loop'
  | 'error'
  /** The report of kernels from 7.3 on. */
  | 'report';
