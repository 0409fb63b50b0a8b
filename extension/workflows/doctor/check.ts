/** One thing that the loop needs, and whether it is there. */
export interface Check {
  /** This machine, or the target. */
  readonly where: 'here' | 'target';
  /** `libbpf headers`, `bpftool` … */
  readonly name: string;
  /** `warning`: the loop works without it, only less well. */
  readonly status: 'ok' | 'missing' | 'warning';
  /** What was found: a version, a path, a state. */
  readonly detail: string;
  /** What to do about it, with the exact command for this system; null when nothing is to do. */
  readonly nextStep: string | null;
}

/** What a check finds, before it is known where. */
export type Found = Omit<Check, 'where'>;
