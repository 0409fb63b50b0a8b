import type { Finding } from '../findings/finding';
import { blocksAround } from './blocks';
import { earlyExit } from './early-exit';
import { subjectName, uses } from './finding-subject';
import type { Edit, Fix } from './fix';
import { isInsertOf, INSERTS } from './insertion';
import type { CodeLine, SourceCode } from './source-code';
import { canBeGuarded, conditionOf, endOfIf, guard, isExpression } from './statement';

/** More of them are a part of the function, which its author should put under a condition. */
const MAX_GUARDED = 6;

/**
 * Tests a pointer before the line that needs it: within the condition there, by a condition over the
 * statements that use it, or by an early exit where nothing is lost by that.
 */
export function nullCheck(finding: Finding, source: SourceCode): Fix | null {
  const name = subjectName(finding);
  const line = source.line(finding.line ?? 0);
  if (name === null || !line || !uses(line.code, name) || line.code.endsWith('\\')) return null;
  const last = blocksAround(line.number, source).at(0)?.last;
  if (last === undefined) return null;
  const edits =
    inCondition(line, name, source, last) ??
    overStatements(line, name, source, last) ??
    earlyExit(line, name, source);
  return edits && { title: `Check \`${name}\` for NULL`, edits, isPreferred: true };
}

/** `if (p->x)`: `if (p && p->x)` */
function inCondition(
  line: CodeLine,
  name: string,
  source: SourceCode,
  last: number,
): readonly Edit[] | null {
  const condition = conditionOf(line, source);
  const end = endOfIf(line, source);
  if (!condition || end === null) return null;
  const rest = source.codeOf(end + 1, last);
  const isLost = INSERTS.test(source.codeOf(line.number + 1, end)) && !INSERTS.test(rest);
  return uses(rest, name) || isLost ? null : conjunction(condition, name, source);
}

/** Only the part that reads through the pointer is put under the test. */
function conjunction(
  { start, end }: { start: number; end: number },
  name: string,
  { code }: SourceCode,
): readonly Edit[] | null {
  const text = code.slice(start, end);
  // What tests it itself has an order of its own; anything but a sum of products is left alone.
  if (new RegExp(`!\\s*${name}\\b|\\b${name}\\s*[=!]=`).test(text)) return null;
  if (/[?,]|[^=!<>]=[^=]/.test(text.replaceAll(/\w+\([^()]*\)/g, ''))) return null;
  const parts = alternatives(text);
  const using = parts.filter((part) => uses(part.text, name));
  const [only] = using;
  if (!only || using.length > 1) return null;
  const lead = only.text.length - only.text.trimStart().length;
  const begin = start + only.at + lead;
  const close = begin + only.text.trim().length;
  const open = { start: begin, end: begin, newText: `${name} && ` };
  if (parts.length === 1) return [open];
  return [
    { ...open, newText: `(${name} && ` },
    { start: close, end: close, newText: ')' },
  ];
}

/** The operands of `||` that stand in no parentheses. */
function alternatives(text: string): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = [];
  let depth = 0;
  let at = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')') depth--;
    else if (depth === 0 && text.startsWith('||', index)) {
      found.push({ at, text: text.slice(at, index) });
      at = ++index + 1;
    }
  }
  return [...found, { at, text: text.slice(at) }];
}

/** Puts all statements that use the pointer from here on under a condition, where they stand together. */
function overStatements(
  line: CodeLine,
  name: string,
  source: SourceCode,
  last: number,
): readonly Edit[] | null {
  const lines = source.lines.slice(line.number - 1, last - 1);
  const count = lines.findLastIndex(({ code }) => uses(code, name)) + 1;
  const guarded = lines.slice(0, count);
  if (count > MAX_GUARDED || !guarded.every((one) => isAboutPointer(one, name))) return null;
  const [first, ...others] = guarded;
  if (!first || !canBeGuarded(first, source)) return null;
  if (others.length === 0) return [guard(first, name, source)];
  if (!/[;{}]$/.test(source.neighbour(first.number, -1)?.code ?? '')) return null;
  const open = guard(first, name, source);
  const end = guarded.at(-1)?.end ?? first.end;
  return [
    { ...open, newText: open.newText.replace(')', ') {') },
    ...others.map(({ start }) => ({ start, end: start, newText: source.unit })),
    { start: end, end, newText: `${source.lineEnd}${first.indent}}` },
  ];
}

/** What sets a variable may be needed later; a task that no queue gets is never run again. */
function isAboutPointer(line: CodeLine, name: string): boolean {
  if (!isExpression(line) || !uses(line.code, name) || /^\w+\s*=[^=]/.test(line.code)) return false;
  return !INSERTS.test(line.code) || isInsertOf(line.code, name);
}
