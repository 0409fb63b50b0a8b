import { withoutComments } from '../findings/c-code';

/** A bpf_printk() in a source. */
export interface PrintFormat {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The function that it stands in: mostly the program itself. */
  readonly where: string;
  /** Matches what it prints. */
  readonly pattern: RegExp;
  /** Characters that every text of it has: the more, the surer. */
  readonly fixed: number;
}

const CALL = /\b(?:bpf_printk|bpf_trace_printk)\s*\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)/g;
/** `BPF_STRUCT_OPS(name, …)`, `BPF_PROG(name, …)`, or the name before the parameters. */
const HEAD =
  /^[A-Za-z_][^;{}=]*?\b(?:BPF_\w+\s*\(\s*([A-Za-z_]\w*)|([A-Za-z_]\w*)\s*\()[^;{}=]*\{/gm;

/**
 * What the bpf_printk() calls of a source print, and where they stand. Strings of one call that follow each
 * other are one; a format that is no string, as of a macro with parameters, is passed over.
 */
export function printFormats(file: string, text: string): readonly PrintFormat[] {
  const code = withoutComments(text);
  const heads = [...code.matchAll(HEAD)].map((match) => ({
    at: match.index,
    name: match[1] ?? match[2] ?? '',
  }));
  return [...text.matchAll(CALL)].flatMap((call) => {
    // Comments and strings are blanks there: a call in a comment is none.
    if (!code.startsWith('bpf_', call.index)) return [];
    const head = heads.findLast(({ at }) => at < call.index);
    if (head === undefined) return [];
    const format = stringsOf(call[1] ?? '');
    const line = text.slice(0, call.index).split('\n').length;
    return [{ file, line, where: head.name, ...matcherOf(format) }];
  });
}

/** The one that printed a text, null when none or several could have: then nothing is claimed. */
export function printedBy(text: string, formats: readonly PrintFormat[]): PrintFormat | null {
  const matching = formats.filter(({ pattern }) => pattern.test(text));
  const most = Math.max(...matching.map(({ fixed }) => fixed));
  const best = matching.filter(({ fixed }) => fixed === most);
  return best.length === 1 ? (best[0] ?? null) : null;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '"': '"', '\\': '\\' };

function stringsOf(literals: string): string {
  const parts = [...literals.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, inner = '']) => inner);
  return parts.join('').replaceAll(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

/** Conversions that bpf_trace_printk() takes: %d %u %x %ld %llu %s %c %p and its kinds, %% (bpf_bprintf_prepare). */
const CONVERSION =
  /%(?:%|[-+ 0#]*\d*(?:\.\d+)?(?:ll|l|hh|h|z)?(?:([diuxXsc])|p(?:ks|us|[Ii][46]|[BKxsS])?))/g;

function matcherOf(format: string): Pick<PrintFormat, 'pattern' | 'fixed'> {
  let pattern = '';
  let fixed = 0;
  let at = 0;
  const literal = (part: string) => {
    pattern += part.replaceAll(/[^\w\s]/g, String.raw`\$&`);
    fixed += part.length;
  };
  // Only the first line is matched; the end of the last one is the kernel's own.
  const [first = ''] = format.split('\n', 1);
  for (const match of first.matchAll(CONVERSION)) {
    literal(first.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[0] === '%%') literal('%');
    else pattern += VALUES[match[1] ?? ''] ?? '.*';
  }
  literal(first.slice(at));
  return { pattern: new RegExp(`^${pattern}$`), fixed };
}

const VALUES: Readonly<Record<string, string>> = {
  d: String.raw` *[-+]?\d+ *`,
  i: String.raw` *[-+]?\d+ *`,
  u: String.raw` *\d+ *`,
  x: ' *(?:0x)?[0-9a-f]+ *',
  X: ' *(?:0X)?[0-9A-F]+ *',
  c: '.',
};
