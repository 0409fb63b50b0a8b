import type { Cause } from './cause';
import { CONTEXT, HARMLESS } from './context';
import { CONTROL_FLOW } from './control-flow';
import { MEMORY } from './memory';
import { POINTERS } from './pointers';
import { RESOURCES } from './resources';

/** First match wins: special patterns stand before general ones. */
const CAUSES: readonly Cause[] = [
  ...HARMLESS,
  ...CONTEXT,
  ...MEMORY,
  ...POINTERS,
  ...RESOURCES,
  ...CONTROL_FLOW,
];

/** Characters; keeps what patterns cost in bounds whatever a log holds. */
const LONGEST_ERROR = 1000;

/** A cause together with what its pattern found. */
export interface KnownCause {
  readonly cause: Cause;
  readonly message: string;
  readonly weight: 0 | 1 | 2;
  readonly groups: readonly (string | undefined)[];
  /** The line that states the error. */
  readonly line: string;
}

export function causeOf(line: string): KnownCause | null {
  const text = line.slice(0, LONGEST_ERROR);
  for (const cause of CAUSES) {
    const groups = cause.when.exec(text);
    if (!groups) continue;
    const message = cause.message.replaceAll(
      /\$(\d)/g,
      (_, index: string) => groups[Number(index)] ?? '',
    );
    return { cause, message, weight: cause.weight ?? 2, groups: [...groups], line: text };
  }
  return null;
}
