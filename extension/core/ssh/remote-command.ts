/**
 * The one place that quotes for a shell on another machine. sshd hands the command line to the
 * user's login shell, which may be dash, bash, busybox ash, fish or csh; they agree on little more
 * than single quotes around plain characters. So the script travels as `printf %b` escapes: only
 * letters, digits, a few plain marks and backslashes followed by a letter or octal digits stand between
 * the quotes, and the one shell that reads it as code is a POSIX sh.
 */
const PLAIN = /^[A-Za-z0-9 _./:=,+@%-]$/;
/** Shorter than their octal escapes, of which a script would be half again as long. */
const LETTERS: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t' };

/**
 * `text` as escapes of its UTF-8 bytes; half of a surrogate pair becomes U+FFFD. A NUL can't be an
 * argument: it throws a RangeError.
 */
function escapeBytes(text: string): string {
  let escaped = '';
  for (const byte of new TextEncoder().encode(text)) {
    if (byte === 0) throw new RangeError('a NUL byte cannot be sent to a shell');
    const character = String.fromCharCode(byte);
    const octal = () => `\\0${byte.toString(8).padStart(3, '0')}`;
    escaped += PLAIN.test(character) ? character : (LETTERS[character] ?? octal());
  }
  return escaped;
}

/** The commonest characters that take five, and the letter that stands for each behind a "%". */
const SHORT_LETTERS: Readonly<Record<string, string>> = {
  ...{
    $: 'd',
    '"': 'q',
    '(': 'o',
    ')': 'c',
    '[': 'l',
    ']': 'r',
    '{': 'b',
    '}': 'e',
    ';': 's',
    '&': 'a',
  },
  ...{
    '|': 'p',
    '<': 'u',
    '>': 'g',
    '*': 'x',
    '#': 'h',
    "'": 'i',
    '!': 'n',
    '\\': 'k',
    '?': 'w',
    '^': 'v',
  },
};
const SHORT = new Map(
  Object.entries(SHORT_LETTERS).map(([long, letter]) => [escapeBytes(long), `%${letter}`]),
);
/** Makes them long again: a program for sed, as escapes itself. sed takes a backslash twice. */
const LENGTHEN = [...SHORT]
  .map(([long, short]) => `s/${short}/${escapeBytes(long.replace('\\', '\\\\'))}/g`)
  .join('\\n');

/** "%" is plain: as an octal escape it can't be taken for a pair. */
function shortened(escaped: string): string {
  return escaped
    .replaceAll('%', '\\0045')
    .replaceAll(/\\0\d{3}/g, (long) => SHORT.get(long) ?? long);
}

/**
 * A script as it is sent: Windows lets a command line have 32,767 characters (CreateProcessW), and the
 * comments, indents and marks of our scripts come near. No text in them has a line that begins with "#" or
 * that needs the tabs which it begins with.
 */
export function compacted(script: string): string {
  return script.replaceAll(/^[ \t]*(?:#.*)?\n/gm, '').replaceAll(/^\t+/gm, '');
}

/** `text` as one word of a POSIX shell. */
export function posixQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `script` with `args` as its "$1" and so on. */
export function scriptWithArguments(script: string, args: readonly string[]): string {
  return args.length === 0 ? script : `set -- ${args.map(posixQuote).join(' ')}\n${script}`;
}

/** The line before all that the script says: what stands above it is the login shell's own noise. */
export const SCRIPT_BEGINS = 'scx-studio-script-begins';

/** As which user a script runs: as it is, as root without a question, or by a password on standard input. */
export type Become = 'user' | 'root' | 'root-by-password';

/**
 * Pieces of escaped text, of 1000 characters at most: BSD's csh takes no longer words ("Word too long.").
 * None ends with a backslash, which fish would take together with the quote.
 */
const WORD = /(?:\\?.){1,500}/g;

/**
 * Decodes its arguments, which are pieces of one text, and goes on with it. The first test tells a root
 * without starting a process, which takes an emulated target 10 ms. `-k`: sudo takes the password also
 * when it would not need it this time, so that the line is never left for the script (sudo 1.9 reads it
 * byte by byte, and not one more).
 */
const DECODE = `echo; echo ${SCRIPT_BEGINS}; s=$(IFS=; printf %b "$*"); `;
/** Of a script that would be too long otherwise, at the price of one more process. */
const DECODE_SHORT = `echo; echo ${SCRIPT_BEGINS}; s=$(IFS=; printf %s "$*" | sed "$(printf %b "${LENGTHEN}")"); s=$(printf %b "$s"); `;
const LONG_CHARACTERS = 24_000;
const BECOME: Readonly<Record<Become, string>> = {
  user: '',
  root: '[ -w /proc/sys/kernel/hostname ] || [ "$(id -u)" = 0 ] || exec sudo -n -- sh -c "$s"; ',
  'root-by-password': 'exec sudo -k -S -p "" -- sh -c "$s"; ',
};

/**
 * The command line for ssh that runs `script` under the target's sh. Standard input stays free for the
 * script, but for the password's line.
 */
export function remoteCommand(script: string, args: readonly string[], become: Become): string {
  const escaped = escapeBytes(scriptWithArguments(compacted(script), args));
  const isLong = escaped.length > LONG_CHARACTERS;
  const code = isLong ? shortened(escaped) : escaped;
  const words = (code.match(WORD) ?? []).map((word) => `'${word}'`);
  return `sh -c '${isLong ? DECODE_SHORT : DECODE}${BECOME[become]}eval "$s"' sh ${words.join(' ')}`;
}
