import type { Edit } from './fix';
import { uses } from './finding-subject';
import { braces, type CodeLine, type FunctionLines, type SourceCode } from './source-code';
import { conditionOf, lineBefore } from './statement';

/**
 * Puts a statement where the path ends that a finding is about: before the return under the branch at
 * `line`, or at the end of the function. null when that place is not certain, or `name` is returned.
 * `done` is what a branch calls that does it already.
 */
export function beforePathEnd(
  line: CodeLine,
  statement: string,
  name: string | null,
  done: RegExp,
  source: SourceCode,
): readonly Edit[] | null {
  const around = source.functionAround(line.number);
  if (!around) return null;
  const branch = branchAt(line, source);
  if (!branch) return atEnd(around, statement, name, source);
  if (branch.code.endsWith('{')) return inBlock(branch, around, statement, name, done, source);
  const next = source.neighbour(branch.number, 1);
  if (next && done.test(next.code)) return atEnd(around, statement, name, source);
  if (!next || !isReturn(next, name)) return null;
  return [
    { start: branch.codeEnd, end: branch.codeEnd, newText: ' {' },
    lineBefore(next, statement, source),
    { start: next.end, end: next.end, newText: `${source.lineEnd}${branch.indent}}` },
  ];
}

/** The `if` at a line, or the one that the return at it stands under. */
function branchAt(line: CodeLine, source: SourceCode): CodeLine | null {
  if (conditionOf(line, source)) return line;
  if (!line.code.startsWith('return')) return null;
  const before = source.neighbour(line.number, -1);
  return before && conditionOf(before, source) ? before : null;
}

function inBlock(
  branch: CodeLine,
  around: FunctionLines,
  statement: string,
  name: string | null,
  done: RegExp,
  source: SourceCode,
): readonly Edit[] | null {
  let depth = 1;
  for (let number = branch.number + 1; number < around.last; number++) {
    const line = source.line(number);
    if (!line || done.test(line.code)) break;
    if (depth === 1 && line.code.startsWith('return'))
      return isReturn(line, name) ? [lineBefore(line, statement, source)] : null;
    depth += braces(line.code);
    if (depth <= 0) break;
  }
  return atEnd(around, statement, name, source);
}

function atEnd(
  { last }: FunctionLines,
  statement: string,
  name: string | null,
  source: SourceCode,
): readonly Edit[] | null {
  const closing = source.line(last);
  const before = source.neighbour(last, -1);
  if (closing?.code !== '}' || !before) return null;
  if (!before.code.startsWith('return')) {
    const newText = `${source.unit}${statement}${source.lineEnd}`;
    return [{ start: closing.start, end: closing.start, newText }];
  }
  const isUnderBranch = !/[;{}]$/.test(source.neighbour(before.number, -1)?.code ?? '');
  return isUnderBranch || !isReturn(before, name) ? null : [lineBefore(before, statement, source)];
}

/** A return of one line that does not need what is released before it. */
function isReturn({ code }: CodeLine, name: string | null): boolean {
  return /^return\b[^;]*;$/.test(code) && (name === null || !uses(code, name));
}
