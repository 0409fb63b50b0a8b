import { blocksAround, endOfBlock } from './blocks';
import type { Edit } from './fix';
import { uses } from './finding-subject';
import { braces, type CodeLine, type SourceCode } from './source-code';
import { conditionOf, lineBefore } from './statement';

/** What has to be done before a path ends. */
export interface Duty {
  /** The line that made it one: the acquire, the lock. */
  readonly since: CodeLine;
  readonly statement: string;
  /** The variable that it is about; a return that needs it can't come after. */
  readonly name: string | null;
  /** Code that does it already. */
  readonly done: RegExp;
}

const JUMP = /\b(?:return|goto|break|continue)\b/;

/**
 * Does a duty where the path ends that a finding is about: before the return under the branch at `line`, at
 * the end of the block that tests the variable, or at the end of the function. null when that place is not
 * certain.
 */
export function beforePathEnd(
  line: CodeLine,
  duty: Duty,
  source: SourceCode,
): readonly Edit[] | null {
  const branch = branchAt(line, source);
  if (!branch) return /\bif\b/.test(line.code) ? null : atEnd(line, duty, source);
  const condition = conditionOf(branch, source);
  const test = source.code.slice(condition?.start, condition?.end).trim();
  if (duty.name !== null && test === duty.name) return inTestedBlock(branch, duty, source);
  // Where it is NULL nothing is kept: the path is the one that goes on.
  if (duty.name !== null && isNullTest(test, duty.name)) return atEnd(line, duty, source);
  if (duty.name !== null && testsForNull(test, duty.name)) return null;
  if (branch.code.endsWith('{')) return inBlock(branch, duty, source);
  const next = source.neighbour(branch.number, 1);
  if (!next || !isReturn(next, duty.name)) return atEnd(line, duty, source);
  return [
    { start: branch.codeEnd, end: branch.codeEnd, newText: ' {' },
    lineBefore(next, duty.statement, source),
    { start: next.end, end: next.end, newText: `${source.lineEnd}${branch.indent}}` },
  ];
}

function isNullTest(condition: string, name: string): boolean {
  return new RegExp(`^(?:!\\s*${name}|${name}\\s*==\\s*NULL)$`).test(condition);
}

/** Is a pointer compared with NULL in a condition, alone or beside other things? */
function testsForNull(condition: string, name: string): boolean {
  const alone = `!\\s*${name}(?![\\w.[-])|\\b${name}\\s*[=!]=|(?:^|&&|\\|\\|)\\s*${name}\\s*(?:$|&&|\\|\\|)`;
  return new RegExp(alone).test(condition);
}

/** The `if` at a line, or the one that the return at it stands under. */
function branchAt(line: CodeLine, source: SourceCode): CodeLine | null {
  if (conditionOf(line, source)) return line;
  if (!line.code.startsWith('return')) return null;
  const before = source.neighbour(line.number, -1);
  return before && conditionOf(before, source) ? before : null;
}

/** `if (p) {`: what is kept ends with the block. */
function inTestedBlock(
  branch: CodeLine,
  { statement, done }: Duty,
  source: SourceCode,
): readonly Edit[] | null {
  const end = branch.code.endsWith('{') ? endOfBlock(branch, source) : null;
  if (end?.code !== '}') return null;
  const body = source.codeOf(branch.number + 1, end.number - 1);
  return JUMP.test(body) || done.test(body)
    ? null
    : [lineBefore(end, statement, source, source.unit)];
}

function inBlock(branch: CodeLine, duty: Duty, source: SourceCode): readonly Edit[] | null {
  const end = endOfBlock(branch, source);
  let depth = 1;
  for (let number = branch.number + 1; number < (end?.number ?? 0); number++) {
    const line = source.line(number);
    if (!line || duty.done.test(line.code)) break;
    if (depth === 1 && line.code.startsWith('return'))
      return isReturn(line, duty.name) ? [lineBefore(line, duty.statement, source)] : null;
    depth += braces(line.code);
  }
  return atEnd(branch, duty, source);
}

/** Before the function ends, when all paths get there with the duty, and no other ends before. */
function atEnd(line: CodeLine, duty: Duty, source: SourceCode): readonly Edit[] | null {
  const blocks = blocksAround(duty.since.number, source);
  const closing = source.line(blocks[0]?.last ?? 0);
  const before = closing && source.neighbour(closing.number, -1);
  if (blocks.length !== 1 || closing?.code !== '}' || !before) return null;
  const isLast = before.code.startsWith('return');
  if (leavesEarly(line, isLast ? before.number : closing.number, duty, source)) return null;
  if (!isLast) {
    const newText = `${source.unit}${duty.statement}${source.lineEnd}`;
    return [{ start: closing.start, end: closing.start, newText }];
  }
  const isUnderBranch = !/[;{}]$/.test(source.neighbour(before.number, -1)?.code ?? '');
  return isUnderBranch || !isReturn(before, duty.name)
    ? null
    : [lineBefore(before, duty.statement, source)];
}

/** Is the duty done on some path that goes on, or left undone on one that ends before `end`? */
function leavesEarly(line: CodeLine, end: number, duty: Duty, source: SourceCode): boolean {
  return source.lines.slice(duty.since.number, end - 1).some(({ number, code }) => {
    const after = source.neighbour(number, 1)?.code ?? '';
    const before = source.neighbour(number, -1)?.code ?? '';
    if (duty.done.test(code)) return !after.startsWith('return');
    if (number < line.number || isLeftFor(duty.name, number, source))
      return code.startsWith('goto');
    return /\b(?:return|goto)\b/.test(code) && !duty.done.test(before);
  });
}

/** The line under `if (!p)`. */
function isLeftFor(name: string | null, number: number, source: SourceCode): boolean {
  const before = source.neighbour(number, -1);
  const condition = before && conditionOf(before, source);
  if (name === null || !condition) return false;
  return isNullTest(source.code.slice(condition.start, condition.end).trim(), name);
}

/** A return of one line that does not need what is released before it. */
function isReturn({ code }: CodeLine, name: string | null): boolean {
  return /^return\b[^;]*;$/.test(code) && (name === null || !uses(code, name));
}
