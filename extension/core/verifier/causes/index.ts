import type { Cause } from './cause';
import { CONTEXT, HARMLESS } from './context';
import { CONTROL_FLOW } from './control-flow';
import { GENERAL } from './general';
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
  ...GENERAL,
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
    const message = filled(cause.message, groups);
    return { cause, message, weight: cause.weight ?? 2, groups: [...groups], line: text };
  }
  return null;
}

/** The message with what the source calls the value; null when it has no such form. */
export function namedMessage(
  { cause, groups }: KnownCause,
  name: string,
  callee: string | null,
): string | null {
  if (cause.named === undefined) return null;
  const called = callee === null ? 'the function called' : `${callee}()`;
  return filled(cause.named, groups)
    .replaceAll('$name', () => name)
    .replaceAll('$callee', () => called);
}

function filled(template: string, groups: readonly (string | undefined)[]): string {
  return template.replaceAll(/\$(\d)/g, (_, index: string) =>
    // What libbpf cuts off when it looks for the kernel's name: scx_bpf_dsq_insert___v2
    (groups[Number(index)] ?? '').replaceAll(/(?<=\w)___\w+/g, ''),
  );
}
