/** Messages to the table of one scheduler on many kernels. */

/** The answer of one target (workflows/verify-matrix MatrixRow). */
export interface VerifyMatrixRow {
  /** As people write it: `lab:6.18`; each once in a table. */
  readonly target: string;
  /** `uname -r`; null when it was not reached. */
  readonly kernel: string | null;
  readonly state: 'waiting' | 'passed' | 'refused' | 'unreached';
  /** What is being done, while it waits; '' after that. */
  readonly step: string;
  /** Of all programs that were checked, null when none was. */
  readonly instructions: number | null;
  /** The first error. `place` is `FILE:LINE`, null when it has none. */
  readonly finding: {
    readonly message: string;
    readonly code: string;
    readonly place: string | null;
  } | null;
  /** Why there is no verdict, and what to do about it. */
  readonly problem: { readonly message: string; readonly nextStep: string } | null;
}

export interface VerifyMatrixState {
  /** File name of the source; null before there is one. */
  readonly scheduler: string | null;
  readonly isBusy: boolean;
  /** All in a sentence. */
  readonly summary: string;
  /** In the order in which the targets were asked for. */
  readonly rows: readonly VerifyMatrixRow[];
}

export interface ToVerifyMatrixPanel {
  readonly kind: 'state';
  readonly state: VerifyMatrixState;
}
