/**
 * A problem is an expected failure outside the scheduler's source: a tool or target that is missing
 * or does not answer, or a wrong argument. Nothing of it points at a source line (that is a Finding).
 *
 * Messages read "Could not <verb> <thing>: <cause>"; `nextStep` is one sentence that says what to do,
 * with the exact command where there is one. `detail` holds the tool's own words, verbatim.
 */
export interface Problem {
  readonly kind: 'tool' | 'target' | 'usage' | 'internal';
  /** Stable slug, e.g. `clang-missing`, `target-unreachable`, `host-key-changed`, `no-sched-ext`. */
  readonly code: string;
  readonly message: string;
  readonly nextStep: string;
  readonly detail: string;
}

/** Expected outcomes of a step: a value, a problem, or the user's own cancel (which says nothing). */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

export const ok = <T>(value: T): Outcome<T> => ({ kind: 'ok', value });
export const failed = (problem: Problem): { kind: 'problem'; problem: Problem } => ({
  kind: 'problem',
  problem,
});
export const CANCELLED = { kind: 'cancelled' } as const;
