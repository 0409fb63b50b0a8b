import type { Finding } from '../findings/finding';
import { subjectExpression } from './finding-subject';
import type { Edit, Fix } from './fix';
import type { CodeLine, SourceCode } from './source-code';
import { canBeGuarded, guard } from './statement';

const SIMPLE = /^[A-Za-z_]\w*(?:(?:->|\.)\w+)*$/;

/** Keeps an index within its array: by a mask where the length is a power of two, else by a condition. */
export function indexBound(finding: Finding, source: SourceCode): Fix | null {
  const name = subjectExpression(finding);
  const line = source.line(finding.line ?? 0);
  if (name === null || !line || !SIMPLE.test(name)) return null;
  const literal = name.replaceAll(/[.>]/g, String.raw`\$&`);
  const found = [...line.code.matchAll(new RegExp(`(\\w+)\\s*\\[\\s*(${literal})\\s*\\]`, 'g'))];
  const [only] = found;
  const length = only?.[1] === undefined ? null : lengthOf(only[1], source);
  if (found.length !== 1 || !only || length === null) return null;
  const value = valueOf(length, source);
  if (value === null) return null;
  return isPowerOfTwo(value)
    ? {
        title: `Mask \`${name}\``,
        edits: [mask(line, only, name, length, source)],
        isPreferred: !isCompared(finding),
      }
    : guarded(line, name, length, source);
}

function mask(
  line: CodeLine,
  found: RegExpExecArray,
  name: string,
  length: string,
  source: SourceCode,
): Edit {
  const begin = source.code.indexOf(line.code, line.start) + found.index;
  const end = begin + found[0].lastIndexOf(name) + name.length;
  return { start: end, end, newText: ` & (${length} - 1)` };
}

function guarded(line: CodeLine, name: string, length: string, source: SourceCode): Fix | null {
  if (!canBeGuarded(line, source)) return null;
  const edits = [guard(line, `(u32)${name} < ${length}`, source)];
  return { title: `Check \`${name}\` against ${length}`, edits, isPreferred: true };
}

/** `64` or `SLOTS` of the only array of that name that is declared. */
function lengthOf(array: string, { code }: SourceCode): string | null {
  const declared = new RegExp(
    `\\b(?:\\w+\\s+|\\*)${array}\\s*\\[\\s*(\\w+)\\s*\\]\\s*(?:;|=|SEC|__)`,
    'g',
  );
  const lengths = new Set([...code.matchAll(declared)].map(([, length]) => length));
  return lengths.size === 1 ? ([...lengths][0] ?? null) : null;
}

function valueOf(length: string, { code }: SourceCode): number | null {
  const number = /^\d+$/.test(length)
    ? length
    : new RegExp(`(?:#define\\s+${length}\\s+\\(?|\\b${length}\\s*=\\s*)(\\d+)`).exec(code)?.[1];
  return number === undefined ? null : Number(number);
}

const isPowerOfTwo = (value: number) => value > 0 && (value & (value - 1)) === 0;

/** A comparison that is not enough is the line to mend: a mask only hides what is wrong with it. */
const isCompared = ({ related }: Finding) =>
  related.some(({ message }) => message.startsWith('it is compared here'));
