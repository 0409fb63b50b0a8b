import type { Edit } from './fix';
import { endOfBlock } from './blocks';
import type { CodeLine, SourceCode } from './source-code';

const TYPE =
  /^(?:const|static|volatile|struct|union|enum|unsigned|signed|[us](?:8|16|32|64)|int|long|short|char|bool|void|size_t)\b/;
/** `pid_t x = …;` */
const DECLARATION = /^[A-Za-z_]\w*(?:\s+|\s*\*+\s*)[A-Za-z_]\w*\s*[=;,[]/;
const KEYWORD =
  /^(?:if|else|for|while|do|switch|case|default|return|goto|break|continue|bpf_for\w*|bpf_repeat)\b/;

/** The condition of an `if` that begins and ends on one line, by its offsets; null for anything else. */
export function conditionOf(
  line: CodeLine,
  source: SourceCode,
): { start: number; end: number } | null {
  const head = /^(?:\}\s*)?(?:else\s+)?if\s*\(/.exec(line.code)?.[0];
  if (head === undefined) return null;
  const start = source.code.indexOf(head, line.start) + head.length;
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

/** The last line of an `if` without an else; null where there is one, or the end is not certain. */
export function endOfIf(line: CodeLine, source: SourceCode): number | null {
  const hasBlock = line.code.endsWith('{');
  const end = hasBlock ? endOfBlock(line, source) : source.neighbour(line.number, 1);
  if (!end || (hasBlock ? end.code !== '}' : !isWhole(end.code))) return null;
  return source.neighbour(end.number, 1)?.code.startsWith('else') === true ? null : end.number;
}

/** An expression statement of one line: no declaration, no part of another one. */
export function isExpression({ code }: CodeLine): boolean {
  return isWhole(code) && !TYPE.test(code) && !DECLARATION.test(code) && !KEYWORD.test(code);
}

/** Does a new statement begin here, in a block of its own lines? */
export function beginsStatement(line: CodeLine, source: SourceCode): boolean {
  const before = source.neighbour(line.number, -1)?.code ?? '';
  const isOwn = !/^(?:[{}]|else\b|case\b|default\b|#)|^\w+:$/.test(line.code);
  return isOwn && /[;{}]$/.test(before) && isBalanced(before);
}

/** A statement that can be put under a condition. */
export function canBeGuarded(line: CodeLine, source: SourceCode): boolean {
  if (!isExpression(line)) return false;
  const before = source.neighbour(line.number, -1)?.code ?? '';
  const after = source.neighbour(line.number, 1)?.code ?? '';
  const begins =
    beginsStatement(line, source) ||
    /^(?:case\b.*|default|\w+)\s*:$/.test(before) ||
    /^(?:\}\s*)?(?:else\s+)?(?:if|for|while)\s*\(.*\)$/.test(before) ||
    /^(?:\}\s*)?else$/.test(before);
  return begins && isBalanced(before) && !after.startsWith('else');
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

/** One statement, from its begin to its semicolon. */
function isWhole(code: string): boolean {
  return code.indexOf(';') === code.length - 1 && code !== '' && isBalanced(code);
}

function isBalanced(code: string): boolean {
  let depth = 0;
  for (const character of code) {
    if (character === '(' || character === '[') depth++;
    else if (character === ')' || character === ']') depth--;
  }
  return depth === 0;
}
