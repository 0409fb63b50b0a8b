import type { Finding } from '../findings/finding';
import { subjectExpression } from './finding-subject';
import type { Edit, Fix } from './fix';
import type { CodeLine, SourceCode } from './source-code';
import { canBeGuarded, guard } from './statement';

const SIMPLE = /^[A-Za-z_]\w*(?:(?:->|\.)\w+)*$/;

const CASTS: readonly (readonly [type: RegExp, cast: string])[] = [
  [/^(?:__)?u(?:8|16|32|64)$|^size_t$/, ''],
  [/^(?:__)?s(?:8|16|32)$|^int$/, '(u32)'],
  [/^(?:__)?s64$|^long$/, '(u64)'],
];

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
  const cast = castOf(name, line, source);
  if (cast === null || !canBeGuarded(line, source)) return null;
  const edits = [guard(line, `${cast}${name} < ${length}`, source)];
  return { title: `Check \`${name}\` against ${length}`, edits, isPreferred: true };
}

/** What makes a comparison unsigned, by the type of a local variable or argument; null where that is not known. */
function castOf(name: string, line: CodeLine, source: SourceCode): string | null {
  const around = source.functionAround(line.number);
  if (!around) return null;
  const code = `${around.head}\n${source.codeOf(around.first, line.number)}`;
  const types = [...code.matchAll(new RegExp(`\\b(\\w+)\\s+${name}\\s*[=;,)]`, 'g'))];
  const [type, ...more] = types.map(([, word = '']) => word).filter((word) => word !== 'return');
  if (type === undefined || more.length > 0) return null;
  return CASTS.find(([pattern]) => pattern.test(type))?.[1] ?? null;
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

/** The number that a length stands for; null where that is an expression, or depends on a condition. */
function valueOf(length: string, { code }: SourceCode): number | null {
  if (/^\d/.test(length)) return numberOf(length);
  const defined = new RegExp(
    `(?:#define[ \\t]+${length}[ \\t]+(.*)|\\b${length}\\s*=([^,}]*)[,}])`,
    'g',
  );
  const [only, ...more] = [...code.matchAll(defined)];
  return only && more.length === 0 ? numberOf(only[1] ?? only[2] ?? '') : null;
}

/** `64`, `0x40U`, `(1 << 6)` */
function numberOf(text: string): number | null {
  const bare = /^\((.*)\)$/.exec(text.trim())?.[1] ?? text.trim();
  const [, number, shift] =
    /^(0x[\da-f]+|[1-9]\d*)u?l{0,2}(?:\s*<<\s*(\d+))?$/i.exec(bare.trim()) ?? [];
  return number === undefined ? null : Number(number) * 2 ** Number(shift ?? 0);
}

const isPowerOfTwo = (value: number) => value > 0 && Number.isInteger(Math.log2(value));

/** A comparison that is not enough is the line to mend: a mask only hides what is wrong with it. */
const isCompared = ({ related }: Finding) =>
  related.some(({ message }) => message.startsWith('it is compared here'));
