import type { VerifierCode } from '../../findings/verifier-codes';

/** A line of libbpf or bpftool that says why an object was refused before the verifier saw it. */
export interface LibbpfRow {
  readonly when: RegExp;
  readonly code: `verifier/${VerifierCode}` | 'load/rejected';
  /** `$1` is the first group of `when`. */
  readonly message: string;
  readonly explanation: string;
  readonly suggestion: string;
}
