import { withoutComments } from '../findings/c-code';

/** One line of a source file; offsets are those of the whole text. */
export interface CodeLine {
  /** From 1. */
  readonly number: number;
  readonly start: number;
  /** Before the line end. */
  readonly end: number;
  /** Without comments, strings, and blanks around it. */
  readonly code: string;
  /** Behind the last character of its code. */
  readonly codeEnd: number;
  readonly indent: string;
}

/** A function's lines, from the one with its opening brace to the one with its closing one. */
export interface FunctionLines {
  readonly first: number;
  readonly last: number;
  /** Everything before the opening brace: `s32 BPF_STRUCT_OPS(name, …)`. */
  readonly head: string;
}

/** A C file as far as fixes need it: lines, braces and functions. Nothing is resolved or expanded. */
export class SourceCode {
  readonly text: string;
  readonly code: string;
  readonly lines: readonly CodeLine[];
  readonly lineEnd: string;
  /** What one more level of indentation is. */
  readonly unit: string;

  constructor(text: string) {
    this.text = text;
    this.code = withoutComments(text);
    this.lines = linesOf(text, this.code);
    this.lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
    const indented = this.lines.find(({ indent, code }) => indent !== '' && code !== '');
    this.unit = indented?.indent.startsWith(' ') === true ? indented.indent : '\t';
  }

  /** From 1; null outside of the file. */
  line(number: number): CodeLine | null {
    return this.lines[number - 1] ?? null;
  }

  /** The next line with code after this one, or before it. */
  neighbour(number: number, step: 1 | -1): CodeLine | null {
    let found = this.line(number + step);
    while (found?.code === '') found = this.line(found.number + step);
    return found;
  }

  /** The function that a line belongs to; null at file level. */
  functionAround(number: number): FunctionLines | null {
    let depth = 0;
    let first = 0;
    for (const line of this.lines) {
      const before = depth;
      depth += braces(line.code);
      if (before === 0 && depth > 0) first = line.number;
      if (before > 0 && depth === 0 && number >= first && number <= line.number)
        return { first, last: line.number, head: this.#headBefore(first) };
    }
    return null;
  }

  /** The code of a range of lines, both ends included. */
  codeOf(first: number, last: number): string {
    return this.lines
      .slice(first - 1, last)
      .map(({ code }) => code)
      .join('\n');
  }

  #headBefore(first: number): string {
    const { start = 0, code = '' } = this.line(first) ?? {};
    const brace = this.code.indexOf('{', start);
    const before = this.code
      .slice(0, code.includes('{') ? brace : start)
      .replaceAll(/^[ \t]*#(?:.*\\\r?\n)*.*$/gm, '');
    return before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('}')) + 1).trim();
  }
}

/** How many braces a line opens, less those that it closes. */
export function braces(code: string): number {
  let depth = 0;
  for (const character of code) {
    if (character === '{') depth++;
    else if (character === '}') depth--;
  }
  return depth;
}

function linesOf(text: string, code: string): CodeLine[] {
  const lines: CodeLine[] = [];
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const next = found < 0 ? text.length : found;
    const end = text[next - 1] === '\r' ? next - 1 : next;
    const own = code.slice(start, end);
    lines.push({
      number: lines.length + 1,
      start,
      end,
      code: own.trim(),
      codeEnd: start + own.trimEnd().length,
      indent: /^[ \t]*/.exec(text.slice(start, end))?.[0] ?? '',
    });
    start = next + 1;
  }
  return lines;
}
