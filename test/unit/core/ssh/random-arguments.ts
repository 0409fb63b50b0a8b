/** Arguments made of what shells take for code. The same ones each run: a failure can be repeated. */
const PIECES = [
  ...["'", '"', '`', '\\', '\\\\', "\\'", '$', '$$', '$(touch ran)', '`touch ran`', '${HOME}'],
  ...['!', '!!', '!touch', '~', '~root', '*', '?', '[a-z]', '{a,b}', '#', ';touch ran;', '|', '||'],
  ...['&', '&& touch ran', '<', '>ran', '>>ran', '2>ran', '<(touch ran)', '(touch ran)', ')', '}'],
  ...[
    '-',
    '--',
    '-c',
    '-n',
    '-e',
    '=',
    '%s',
    '%b',
    '%n',
    '%',
    '\\c',
    '\\0',
    '\\0101',
    '\\n',
    '\\x41',
  ],
  ...[
    '\n',
    '\r',
    '\t',
    ' ',
    '  ',
    '\n\n',
    '\ntouch ran\n',
    '\u0001',
    '\u0007',
    '\u001b[31m',
    '\u007f',
  ],
  ...[
    'ä',
    'ß',
    'größer',
    '調度',
    '🐢',
    '👩‍👩‍👧',
    '\u00a0',
    '\u0085',
    '\u202e',
    '\u2028',
    '\ufeff',
    '\uffff',
  ],
  ...[
    '\ud800',
    '\udfff',
    'a',
    'Z',
    '0',
    '7',
    '9',
    '.',
    '/',
    ':',
    ',',
    '+',
    '@',
    '_',
    '^',
    'sh',
    'eval',
  ],
];

/** Whole numbers below `limit`. */
export type Random = (limit: number) => number;

/** A xorshift of 32 bits. */
export function sequence(seed: number): Random {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
}

/** Something that a shell would read, or any character but NUL: half surrogates too. */
export function pieceOf(random: Random): string {
  switch (random(4)) {
    case 0:
      return String.fromCharCode(1 + random(255));
    case 1:
      return String.fromCharCode(1 + random(0xffff));
    default:
      return PIECES[random(PIECES.length)] ?? '';
  }
}

export function randomArguments(random: Random, count: number): string[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: random(24) }, () => pieceOf(random)).join(''),
  );
}
