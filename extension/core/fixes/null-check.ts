import type { Finding } from '../findings/finding';
import { subjectName, uses } from './finding-subject';
import type { Fix } from './fix';
import type { CodeLine, FunctionLines, SourceCode } from './source-code';
import { canBeGuarded, conditionOf, guard, lineBefore } from './statement';

/** A task that no queue gets is never run again: no early return may jump over this. */
const INSERTS = /\bscx_bpf_(?:dsq_insert|dsq_move|dispatch)\w*\s*\(/;

/**
 * Tests a pointer before the line that needs it: within the condition there, by a condition over the
 * statement, or by an early return where nothing is lost by that.
 */
export function nullCheck(finding: Finding, source: SourceCode): Fix | null {
  const name = subjectName(finding);
  const line = source.line(finding.line ?? 0);
  if (name === null || !line || !uses(line.code, name)) return null;
  const around = source.functionAround(line.number);
  if (!around) return null;
  const edits =
    inCondition(line, name, source) ??
    overStatement(line, name, source, around) ??
    earlyReturn(line, name, source, around);
  return edits && { title: `Check \`${name}\` for NULL`, edits, isPreferred: true };
}

/** `if (p->x)`: `if (p && p->x)` */
function inCondition(line: CodeLine, name: string, source: SourceCode): Fix['edits'] | null {
  const condition = conditionOf(line, source);
  if (!condition) return null;
  const text = source.text.slice(condition.start, condition.end);
  // What comes before a test of its own stays before it.
  if (!uses(text, name) || new RegExp(`!\\s*${name}\\b|\\b${name}\\s*[=!]=`).test(text))
    return null;
  const isSum = /\|\||[?:,]|[^=!<>]=[^=]/.test(text);
  const { start, end } = condition;
  const edits = [{ start, end: start, newText: `${name} && ${isSum ? '(' : ''}` }];
  return isSum ? [...edits, { start: end, end, newText: ')' }] : edits;
}

function overStatement(
  line: CodeLine,
  name: string,
  source: SourceCode,
  { last }: FunctionLines,
): Fix['edits'] | null {
  const isUsedLater = uses(source.codeOf(line.number + 1, last), name);
  if (isUsedLater || !canBeGuarded(line, source)) return null;
  // A release or an insertion under the condition is as it should be; an assignment may be needed later.
  return /^\w+\s*=[^=]/.test(line.code) ? null : [guard(line, name, source)];
}

function earlyReturn(
  line: CodeLine,
  name: string,
  source: SourceCode,
  around: FunctionLines,
): Fix['edits'] | null {
  const before = source.neighbour(line.number, -1)?.code ?? '';
  const result = resultOf(around.head);
  const isLoop = /\b(?:for|while|do|bpf_for\w*)\b/.test(source.codeOf(around.first, line.number));
  const isPart = !/[;{}]$/.test(before) || line.code.startsWith('}');
  if (result === null || isLoop || isPart) return null;
  if (INSERTS.test(source.codeOf(line.number, around.last))) return null;
  const inner = lineBefore(line, result, source, source.unit);
  const test = `${line.indent}if (!${name})${source.lineEnd}`;
  return [{ ...inner, newText: test + inner.newText }];
}

/** How a function returns when it has nothing to do; null where that is not known. */
function resultOf(head: string): string | null {
  const previous = /\b(prev_cpu)\b/.exec(head)?.[1];
  if (/\bselect_cpu\b|_select_cpu,/.test(head) && previous !== undefined)
    return `return ${previous};`;
  if (/^(?:static |inline |__always_inline |__noinline )*void\b/.test(head)) return 'return;';
  if (/^(?:static |inline |__always_inline |__noinline )*bool\b/.test(head)) return 'return false;';
  return /\w+_init\w*\b|^\S+\s*\*/.test(head) ? null : 'return 0;';
}
