/**
 * A finding is one thing wrong, as plain data. clang, the verifier, the loader, the kernel log and
 * lint all make this type, and every front end (VS Code, command line, tests) shows it.
 *
 * Lines and columns count from 1, as compilers and kernels print them. Unknown values are null,
 * never 0 or ''.
 */
export type Severity = 'error' | 'warning' | 'note';

/** A place that belongs to a finding: where the value came from, where the macro was expanded. */
export interface RelatedPlace {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

export interface Finding {
  /** Stable, `source/slug`: `clang/error`, `verifier/null-pointer`, `load/init-failed` … */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** Absolute path on the developer's machine where it could be resolved, else as the tool said. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** The BPF program (`fifo_enqueue`) the finding is about. */
  readonly program: string | null;
  readonly related: readonly RelatedPlace[];
  /** What the tool knew and why that is not enough, in our own words. */
  readonly explanation: string | null;
  /** What to do next. */
  readonly suggestion: string | null;
  /** The tool's own line that states it, verbatim; one of `raw`. */
  readonly statement: string | null;
  /** The tool's own lines, verbatim and in order. */
  readonly raw: readonly string[];
}

/** A finding from its mandatory parts; everything else is unknown until given. */
export function finding(
  parts: Pick<Finding, 'code' | 'severity' | 'message'> & Partial<Finding>,
): Finding {
  return {
    file: null,
    line: null,
    column: null,
    program: null,
    related: [],
    explanation: null,
    suggestion: null,
    statement: null,
    raw: [],
    ...parts,
  };
}
