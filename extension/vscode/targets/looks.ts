import type { Outcome } from '../../core/findings/problem';
import type { Target } from '../../core/sched-ext/target';
import type { Seen, Survey } from '../../workflows/survey';

/** What a look at one target told. */
export interface Answered {
  readonly kind: 'answered';
  readonly seen: Exclude<Outcome<Seen>, { kind: 'cancelled' }>;
  /** This machine's clock, milliseconds since the epoch. */
  readonly at: number;
}

export type Look =
  | { readonly kind: 'unknown' }
  /** `before`: what was known already. */
  | { readonly kind: 'looking'; readonly before: Answered | null }
  | Answered;

/** What was seen of each target, and which of them are looked at now. */
export interface Looks {
  of(target: Target): Look;
  /** A newer look at a target ends the older one; looks at others go on. */
  look(targets: readonly Target[], signal: AbortSignal): Promise<void>;
}

export function createLooks(survey: Survey, onChange: () => void): Looks {
  const answers = new Map<string, Answered>();
  const looking = new Set<string>();
  return {
    of({ id }) {
      const known = answers.get(id) ?? null;
      return looking.has(id) ? { kind: 'looking', before: known } : (known ?? { kind: 'unknown' });
    },
    async look(targets, signal) {
      for (const { id } of targets) looking.add(id);
      onChange();
      await survey.look(targets, {
        signal,
        onAnswer: ({ id }, seen) => {
          looking.delete(id);
          if (seen.kind !== 'cancelled')
            answers.set(id, { kind: 'answered', seen, at: Date.now() });
          onChange();
        },
      });
    },
  };
}
