import type { VerifierCode } from '../../findings/verifier-codes';

/** What one error line of the verifier means to somebody who writes a scheduler. */
export interface Cause {
  /** Without the prefix `verifier/`. */
  readonly code: VerifierCode;
  /** Against the bare error line; from its beginning unless other text can stand before. */
  readonly when: RegExp;
  /** Plain words; `$1` … are the groups of `when`. */
  readonly message: string;
  /** The same where the source's name for it is known: `$name`, and `$callee` for what is called. */
  readonly named?: string;
  /** What the verifier knew, and why that is not enough. */
  readonly explanation: string;
  readonly suggestion: string;
  /**
   * How well the line states the error; of several lines the highest counts, then the last.
   * 2 states it; 1 says only where the program ended or sums up; 0 is a remark that stops nothing.
   */
  readonly weight?: 0 | 1;
  /** Words that other programs say too: an error only within a program's log. */
  readonly general?: true;
  /** Stops nothing where it stands before the first instruction. */
  readonly early?: true;
  /** Found where a function ends: the place is that of the way there. */
  readonly atEnd?: true;
}

/** The name of a register or of a stack argument (7.2 and later): `R1`, `*(R11-8)`. */
export const REGISTER = String.raw`(R\d+|\*\(R\d+[^)]*\))`;

/** Pattern text with REGISTER in it. */
export function pattern(strings: TemplateStringsArray, ...values: readonly string[]): RegExp {
  return new RegExp(String.raw(strings, ...values));
}
