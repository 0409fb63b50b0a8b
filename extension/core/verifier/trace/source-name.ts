/**
 * Names in a line of source as the verifier quotes it: one statement or a part of one, on one line.
 * All answer null rather than guess.
 */

const NAME = String.raw`[A-Za-z_]\w*(?:(?:->|\.)\w+|\[[^\]]*\])*`;
const ASSIGNMENT = new RegExp(String.raw`(?:^|[\s*(!])(${NAME})\s*(?:[-+*/|&^]|<<|>>)?=(?!=)`);
const STEP = new RegExp(String.raw`(?:(${NAME})\s*(?:\+\+|--))|(?:(?:\+\+|--)\s*(${NAME}))`);
const DEREFERENCE = /\*\s*\(?\s*([A-Za-z_]\w*)/;
const CHAIN = /\b[A-Za-z_]\w*(?:(?:->|\.)\w+)+/g;

/** What a statement assigns to: `count` of `u64 *count = …;`, `p->scx.weight` of `p->scx.weight = 1;`. */
export function assignedName(text: string): string | null {
  const code = withoutComments(text);
  const [, assigned] = ASSIGNMENT.exec(code) ?? [];
  if (assigned !== undefined) return assigned;
  const [, behind, before] = STEP.exec(code) ?? [];
  return behind ?? before ?? null;
}

/** What is between the only brackets of a statement: `index` of `queued[index] += 1;`. */
export function indexName(text: string): string | null {
  const found = [...withoutComments(text).matchAll(/\[([^[\]]+)\]/g)];
  const [only] = found;
  const inner = found.length === 1 ? only?.[1]?.trim() : undefined;
  return inner === undefined || /^\d+$/.test(inner) ? null : inner;
}

/** The only `a->b` of a statement. */
export function memberName(text: string): string | null {
  const found = new Set(withoutComments(text).match(CHAIN));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

/** What the only `*name` of a statement reads or writes through. */
export function dereferencedName(text: string): string | null {
  return DEREFERENCE.exec(withoutComments(text))?.[1] ?? null;
}

/** The parameter at `index` of a function's head, macros of sched_ext included. */
export function parameterName(head: string, index: number): string | null {
  const [, list] = /\b(?:BPF_STRUCT_OPS\w*|BPF_PROG2?)\s*\(\s*\w+\s*,(.*)$/.exec(head) ?? [];
  const parameter = list?.replace(/\)\s*\{?\s*$/, '').split(',')[index];
  return parameter === undefined ? null : (/([A-Za-z_]\w*)\s*$/.exec(parameter)?.[1] ?? null);
}

const withoutComments = (text: string) => text.replaceAll(/\/\*.*?(?:\*\/|$)|\/\/.*$/g, '');
