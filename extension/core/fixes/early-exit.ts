import { blocksAround } from './blocks';
import type { Edit } from './fix';
import { emptyReturn } from './function-result';
import { INSERTS } from './insertion';
import type { CodeLine, SourceCode } from './source-code';
import { beginsStatement, lineBefore } from './statement';

/**
 * `if (!name) return …;` before a line, or `continue;` in a loop. null where that would jump over what has to
 * be done: an insertion, a release, an unlock.
 */
export function earlyExit(
  line: CodeLine,
  name: string,
  source: SourceCode,
): readonly Edit[] | null {
  const around = source.functionAround(line.number);
  const blocks = blocksAround(line.number, source);
  if (!around || blocks.some(({ kind }) => kind === 'other')) return null;
  const scope = blocks.findLast(({ kind }) => kind === 'loop') ?? blocks[0];
  if (!scope || !beginsStatement(line, source)) return null;
  if (isNeeded(source.codeOf(line.number, scope.last), name)) return null;
  const isEnqueue = /BPF_STRUCT_OPS\w*\s*\(\s*\w*enqueue\b/.test(around.head);
  if (isEnqueue && !INSERTS.test(source.codeOf(around.first, line.number))) return null;
  const exit = scope.kind === 'loop' ? 'continue;' : emptyReturn(around, source);
  if (exit === null) return null;
  const inner = lineBefore(line, exit, source, source.unit);
  return [{ ...inner, newText: `${line.indent}if (!${name})${source.lineEnd}${inner.newText}` }];
}

/** Is there something in code that must be done without the pointer, too? */
function isNeeded(code: string, name: string): boolean {
  const ends = new RegExp(
    `(?:release|unlock|put|discard|submit|enable|restore|destroy|drop|xchg)\\w*\\s*\\((?!\\s*&?\\s*${name}\\b)`,
  );
  const isSet = new RegExp(`(?<![\\w.>])${name}\\s*=[^=]`);
  return INSERTS.test(code) || ends.test(code) || isSet.test(code) || /\bgoto\b|^\w+:$/m.test(code);
}
