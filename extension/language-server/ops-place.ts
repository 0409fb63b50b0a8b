/** Where in a scheduler's source a member of struct sched_ext_ops is meant. Text in, data out. */

/** A member's name at an offset of a line, `length` characters long. */
export interface NamedMember {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

const CALLBACK = /\bBPF_STRUCT_OPS(?:_SLEEPABLE)?\s*\(\s*([A-Za-z_]\w*)/g;
const MEMBER = /\.\s*([A-Za-z_]\w*)\s*=/g;

/**
 * The member under `character` of a line: of `.enqueue = …` inside an ops definition, or of a
 * callback's head, `BPF_STRUCT_OPS(fifo_enqueue, …)`, by the longest known member that its name
 * ends with.
 */
export function memberAt(
  line: string,
  character: number,
  isMember: (name: string) => boolean,
): NamedMember | null {
  for (const match of line.matchAll(CALLBACK)) {
    const found = named(match);
    const member = covers(found, character) ? memberOfCallback(found.name, isMember) : null;
    if (member !== null) return { ...found, name: member };
  }
  for (const match of line.matchAll(MEMBER)) {
    const found = named(match);
    if (covers(found, character) && isMember(found.name)) return found;
  }
  return null;
}

/** `fifo_select_cpu` → `select_cpu`; null when no end of the name is a member. */
function memberOfCallback(name: string, isMember: (name: string) => boolean): string | null {
  for (let at = 0; at >= 0; at = name.indexOf('_', at + 1)) {
    const rest = at === 0 ? name : name.slice(at + 1);
    if (isMember(rest)) return rest;
  }
  return null;
}

function named(match: RegExpExecArray): NamedMember {
  const name = match[1] ?? '';
  return { name, start: match.index + match[0].indexOf(name, 1), length: name.length };
}

function covers({ start, length }: NamedMember, character: number): boolean {
  return character >= start && character <= start + length;
}

const DEFINITION = /\bSCX_OPS_DEFINE\s*\(|\bstruct\s+sched_ext_ops\s+\w+\s*=\s*\{/g;
const OPENERS = '({[';
const CLOSERS = ')}]';

/**
 * The members that the ops definition around `offset` sets already; null when `offset` is not inside
 * one, or not where a member's name begins (after its dot, or at the start of an entry).
 */
export function membersOfDefinition(text: string, offset: number): ReadonlySet<string> | null {
  const start = definitionStart(text, offset);
  if (start === null) return null;
  const before = text.slice(start, offset);
  if (!/(?:^|[,{(\n])\s*\.?\s*\w*$/.test(before) || /=\s*\w*$/.test(before)) return null;
  const rest = text.slice(offset);
  const end = rest.search(/\)\s*;|\}\s*;/);
  const body = before + (end < 0 ? rest : rest.slice(0, end));
  return new Set([...body.matchAll(MEMBER)].map(([, name = '']) => name));
}

/** Where the body of the definition begins that `offset` lies in, one level deep. */
function definitionStart(text: string, offset: number): number | null {
  let start: number | null = null;
  for (const match of text.matchAll(DEFINITION)) {
    if (match.index + match[0].length > offset) break;
    start = match.index + match[0].length;
  }
  if (start === null) return null;
  let depth = 1;
  for (const character of text.slice(start, offset)) {
    if (OPENERS.includes(character)) depth += 1;
    if (CLOSERS.includes(character)) depth -= 1;
    if (depth === 0) return null;
  }
  return depth === 1 ? start : null;
}
