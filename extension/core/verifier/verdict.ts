import type { Finding } from '../findings/finding';

/** What a target kernel's verifier said of one program of an object. */
export interface ProgramVerdict {
  readonly name: string;
  /** `unchecked`: libbpf stops at the first program that fails, later ones are never tried. */
  readonly verdict: 'passed' | 'failed' | 'unchecked';
  /** Instructions processed (`processed N insns`), all paths counted. */
  readonly instructions: number | null;
  /** Sum over the frames of `stack depth A+B+…`, bytes. */
  readonly stackBytes: number | null;
  readonly verificationMicros: number | null;
}

/** A target kernel's answer for one object. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly programs: readonly ProgramVerdict[];
}
