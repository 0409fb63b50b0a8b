/**
 * A scheduler's name is a C identifier (it begins the names of its callbacks), a file name and the
 * `name` of its sched_ext_ops, which holds 127 bytes and a NUL (SCX_OPS_NAME_LEN, kernel/sched/ext.c
 * 6.12 and later).
 */
export type NameCheck =
  | { readonly kind: 'ok' }
  | {
      readonly kind: 'invalid';
      readonly message: string;
      /** A name close to it that would do, null when there is none. */
      readonly suggestion: string | null;
    };

export const LONGEST_NAME_BYTES = 127;

/** C17, what clang adds to it, and C23: later clangs read a scheduler as C23. */
const KEYWORDS = new Set(
  `alignas alignof asm auto bool break case char const constexpr continue default do double else
   enum extern false float for goto if inline int long nullptr register restrict return short signed
   sizeof static static_assert struct switch thread_local true typedef typeof typeof_unqual union
   unsigned void volatile while`.split(/\s+/),
);

/** Names whose callbacks would be called as functions of the kernel or the compiler are. */
const KERNEL_PREFIX = /^(scx_)?bpf(_|$)|^__/;

/** Checks a name as it is typed; `taken` are names that are in use already. */
export function validateName(name: string, taken: Iterable<string> = []): NameCheck {
  const used = new Set(taken);
  const message = whatIsWrong(name, used);
  return message === null
    ? { kind: 'ok' }
    : { kind: 'invalid', message, suggestion: suggestName(name, used) };
}

function whatIsWrong(name: string, used: ReadonlySet<string>): string | null {
  if (name.trim() === '') return 'A scheduler needs a name';
  const misfit = /[^A-Za-z0-9_]/u.exec(name)?.[0];
  if (misfit !== undefined) {
    return `${quoted(misfit)} can't be in a scheduler's name: it is a C identifier of A-Z, a-z, 0-9 and _`;
  }
  if (/^[0-9]/.test(name))
    return "A scheduler's name can't begin with a digit: it is a C identifier";
  if (KEYWORDS.has(name)) return `"${name}" is a word of the C language`;
  if (KERNEL_PREFIX.test(name))
    return `Names like "${name}" are the kernel's and the compiler's own`;
  if (name.length > LONGEST_NAME_BYTES) {
    return `This name has ${name.length} bytes; the kernel takes ${LONGEST_NAME_BYTES} at most`;
  }
  return used.has(name) ? `"${name}" is there already` : null;
}

const quoted = (character: string) => (/\s/.test(character) ? 'A space' : `"${character}"`);

/** The nearest valid name: ASCII letters for accented ones, _ for anything else. */
function suggestName(name: string, used: ReadonlySet<string>): string | null {
  const letters = ascii(name.trim())
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST_NAME_BYTES);
  if (!/[A-Za-z0-9]/.test(letters)) return null;
  for (const candidate of candidates(letters)) {
    if (whatIsWrong(candidate, used) === null) return candidate;
  }
  return null;
}

function* candidates(letters: string): Generator<string> {
  const stem = letters.slice(0, LONGEST_NAME_BYTES - '_sched_99'.length);
  yield letters;
  if (/^[0-9]/.test(letters) || KERNEL_PREFIX.test(letters)) yield `my_${stem}`;
  else if (KEYWORDS.has(letters)) yield `${stem}_sched`;
  for (let number = 2; number < 100; number += 1) yield `${stem}_${number}`;
}

const SPELLED_OUT: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
};

/** Letters without their accents, the German ones as they are written without umlauts. */
function ascii(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[äöüÄÖÜßæø]/g, (letter) => SPELLED_OUT[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '');
}
