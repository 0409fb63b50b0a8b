/**
 * The one place that quotes for a shell on another machine. sshd hands the command line to the
 * user's login shell, which may be dash, bash, busybox ash, fish or csh; they agree on little more
 * than single quotes around plain characters. So the script travels as `printf %b` escapes: only
 * letters, digits, a few plain marks and backslashes followed by octal digits stand between the
 * quotes, and the one shell that reads it as code is a POSIX sh.
 */
const PLAIN = /^[A-Za-z0-9 _./:=,+@%-]$/;

/** `text` as octal escapes of its UTF-8 bytes. A NUL can't be an argument: it throws a RangeError. */
function escapeBytes(text: string): string {
  let escaped = '';
  for (const byte of new TextEncoder().encode(text)) {
    if (byte === 0) throw new RangeError('a NUL byte cannot be sent to a shell');
    const character = String.fromCharCode(byte);
    escaped += PLAIN.test(character) ? character : `\\0${byte.toString(8).padStart(3, '0')}`;
  }
  return escaped;
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
 * Decodes "$1" and goes on with it. The first test tells a root without starting a process, which takes
 * an emulated target 10 ms. `-k`: sudo takes the password also when it would not need it this time, so
 * that the line is never left for the script (sudo 1.9 reads it byte by byte, and not one more).
 */
const DECODE = `echo; echo ${SCRIPT_BEGINS}; s=$(printf %b "$1"); `;
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
  const code = escapeBytes(scriptWithArguments(script, args));
  return `sh -c '${DECODE}${BECOME[become]}eval "$s"' sh '${code}'`;
}
