/** Where a whole callback fits into a scheduler's source, and what it has already. Text in, data out. */
import { withoutComments } from '../core/findings/c-code';

export interface CallbackPlace {
  /** Offset where the word that was typed begins. */
  readonly start: number;
  /** What the names of its callbacks begin with. */
  readonly prefix: string;
  /** Names of functions that are there. */
  readonly functions: ReadonlySet<string>;
}

/** null where no function can begin, and in a file that is no scheduler of sched_ext. */
export function callbackPlace(
  text: string,
  offset: number,
  isMember: (name: string) => boolean,
): CallbackPlace | null {
  const code = withoutComments(text);
  if (isInComment(text, offset)) return null;
  if (!/\bscx\/\w+\.bpf\.h|\bsched_ext_ops\b|\bSCX_OPS_DEFINE\b/.test(text)) return null;
  const line = code.slice(code.lastIndexOf('\n', offset - 1) + 1, offset);
  if (!/^\w*$/.test(line) || text.slice(offset - line.length, offset) !== line) return null;
  const before = code.slice(0, offset - line.length);
  if (depthOf(before) !== 0 || !/(?:^|[;}]|(?:^|\n)[ \t]*#[^\n]*)\s*$/.test(before)) return null;
  const functions = [...code.matchAll(/\bBPF_STRUCT_OPS(?:_SLEEPABLE)?\s*\(\s*(\w+)/g)];
  const names = new Set(functions.map(([, name = '']) => name));
  return { start: offset - line.length, prefix: prefixOf(code, names, isMember), functions: names };
}

/** Or in a string: a letter there would be taken out. */
function isInComment(text: string, offset: number): boolean {
  return withoutComments(`${text.slice(0, offset)}x${text.slice(offset)}`)[offset] !== 'x';
}

function depthOf(code: string): number {
  let depth = 0;
  for (const [mark] of code.matchAll(/[(){}]/g)) depth += mark === '(' || mark === '{' ? 1 : -1;
  return depth;
}

/** `fifo` of `fifo_enqueue`, or of `fifo_ops`. */
function prefixOf(
  code: string,
  names: Iterable<string>,
  isMember: (name: string) => boolean,
): string {
  for (const name of names) {
    for (let at = name.indexOf('_'); at > 0; at = name.indexOf('_', at + 1))
      if (isMember(name.slice(at + 1))) return name.slice(0, at);
  }
  const [, ops = ''] =
    /\b(?:SCX_OPS_DEFINE\s*\(|struct\s+sched_ext_ops)\s*(\w+?)(?:_ops)?\b/.exec(code) ?? [];
  return ops === '' ? 'my' : ops;
}

export interface MemberPlace {
  readonly offset: number;
  /** What the line of a member begins with. */
  readonly indent: string;
}

/** Before the first member of the ops definition; null where there is none. */
export function firstMemberPlace(text: string): MemberPlace | null {
  const head =
    /\bSCX_OPS_DEFINE\s*\(\s*\w+\s*,\s*(?=\.)|\bstruct\s+sched_ext_ops\s+\w+\s*=\s*\{\s*(?=\.)/.exec(
      text,
    );
  if (head === null) return null;
  const indent = /\n([ \t]*)$/.exec(head[0])?.[1];
  return { offset: head.index + head[0].length, indent: indent ?? '\t' };
}
