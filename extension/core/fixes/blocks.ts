import type { CodeLine, SourceCode } from './source-code';

/** The lines between a pair of braces, those of the braces included. */
export interface Block {
  readonly first: number;
  readonly last: number;
  /** What the braces belong to; `other` for what begins on an earlier line. */
  readonly kind: 'function' | 'loop' | 'branch' | 'other';
}

/** Loops whose next pass `continue` begins; a `do` ends by it. */
const LOOP = /^(?:for|while|bpf_for\w*|bpf_repeat)\s*\(/;
const BRANCH = /^(?:\}\s*)?(?:(?:if|else|switch)\b|case\b|default\b)/;

/** The blocks that a line lies in, the function's own first; empty at file level. */
export function blocksAround(number: number, source: SourceCode): readonly Block[] {
  const open: CodeLine[] = [];
  const found: Block[] = [];
  for (const line of source.lines) {
    for (const character of line.code) {
      if (character === '{') open.push(line);
      const head = character === '}' ? open.pop() : undefined;
      if (!head || head.number >= number || line.number <= number) continue;
      const kind = open.length === 0 ? 'function' : kindOf(head, source);
      found.unshift({ first: head.number, last: line.number, kind });
    }
    if (line.number > number && open.length === 0) break;
  }
  return found;
}

/** The line that closes the last brace of a line; null where none does. */
export function endOfBlock(head: CodeLine, source: SourceCode): CodeLine | null {
  let depth = 1;
  for (let line = source.line(head.number + 1); line; line = source.line(line.number + 1)) {
    for (const character of line.code) {
      if (character === '{') depth++;
      else if (character === '}' && --depth === 0) return line;
    }
  }
  return null;
}

function kindOf(line: CodeLine, source: SourceCode): Block['kind'] {
  const head = line.code === '{' ? (source.neighbour(line.number, -1)?.code ?? '') : line.code;
  if (LOOP.test(head)) return 'loop';
  return BRANCH.test(head) ? 'branch' : 'other';
}
