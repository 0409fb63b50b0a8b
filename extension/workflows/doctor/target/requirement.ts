import type { TargetFacts } from '../../../core/sched-ext/target';
import { REQUIREMENTS } from '../../target-facts';

/** What a target lacks of a requirement for loading, in the words of the steps that ask for it. */
export function lackOf(
  facts: TargetFacts,
  code: string,
): { readonly detail: string; readonly nextStep: string } | null {
  const requirement = REQUIREMENTS.load.find((known) => known.code === code);
  if (requirement === undefined || requirement.met(facts)) return null;
  return { detail: requirement.cause(facts), nextStep: requirement.nextStep };
}
