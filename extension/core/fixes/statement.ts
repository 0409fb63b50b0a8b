import type { Edit } from './fix';
import type { CodeLine, SourceCode } from './source-code';

const TYPE =
  /^(?:const|static|volatile|struct|union|enum|unsigned|signed|[us](?:8|16|32|64)|int|long|short|char|bool|void|size_t)\b/;
const KEYWORD =
  /^(?:if|else|for|while|do|switch|case|default|return|goto|break|continue|bpf_for\w*)\b/;

/** The condition of an `if` that begins and ends on one line, by its offsets; null for anything else. */
export function conditionOf(
  line: CodeLine,
  source: SourceCode,
): { start: number; end: number } | null {
  const head = /^(?:\} )?(?:else )?if \(/.exec(line.code)?.[0];
  if (head === undefined) return null;
  const start = source.code.indexOf('(', source.code.indexOf('if', line.start)) + 1;
  let depth = 1;
  for (let at = start; at < line.codeEnd; at++) {
    if (source.code[at] === '(') depth++;
    else if (source.code[at] === ')' && --depth === 0) {
      const rest = source.code.slice(at + 1, line.codeEnd).trim();
      return rest === '' || rest === '{' ? { start, end: at } : null;
    }
  }
  return null;
}

/** A statement of one line that can be put under a condition: no declaration, no part of another one. */
export function canBeGuarded(line: CodeLine, source: SourceCode): boolean {
  if (!line.code.endsWith(';') || TYPE.test(line.code) || KEYWORD.test(line.code)) return false;
  if (!isBalanced(line.code) || line.code.indexOf(';') !== line.code.length - 1) return false;
  const before = source.neighbour(line.number, -1)?.code ?? '';
  const after = source.neighbour(line.number, 1)?.code ?? '';
  const begins =
    /[;{}:]$/.test(before) ||
    before.startsWith('#') ||
    /^(?:\} )?(?:else )?(?:if|for|while) \(.*\)$/.test(before) ||
    /^(?:\} )?else$/.test(before);
  return begins && !after.startsWith('else');
}

/** Puts a statement under `if (condition)`. */
export function guard(line: CodeLine, condition: string, source: SourceCode): Edit {
  const newText = `${line.indent}if (${condition})${source.lineEnd}${source.unit}`;
  return { start: line.start, end: line.start, newText };
}

/** Puts a line of its own before another one, as deep as that. */
export function lineBefore(
  line: CodeLine,
  statement: string,
  source: SourceCode,
  deeper = '',
): Edit {
  const newText = `${line.indent}${deeper}${statement}${source.lineEnd}`;
  return { start: line.start, end: line.start, newText };
}

function isBalanced(code: string): boolean {
  let depth = 0;
  for (const character of code) {
    if (character === '(' || character === '[') depth++;
    else if (character === ')' || character === ']') depth--;
  }
  return depth === 0;
}
