import { describe, expect, it } from 'vitest';
import { explainLog } from '../../../../extension/core/verifier/explain-log';
import { indexLog } from '../../../../extension/core/verifier/log/log-index';
import { capturedLogs } from './captured-logs';
import { randomNumbers } from './random-numbers';

/** `SCX_FUZZ_INPUTS=1000000` takes some minutes. */
const INPUTS = Number(process.env['SCX_FUZZ_INPUTS'] ?? 30_000);
/** Inputs between two looks at the event loop: vitest wants to hear of a long test. */
const BATCH = 10_000;

const NOISE = [
  '\0\0\0',
  '\u001b[31m',
  '\u001b]0;title',
  '999999999999: (85) call ',
  '1: (85) call pc+99999999999',
  'from 7 to 1: R0=',
  'from 1 to 99999999: ',
  'R',
  ' @ :',
  '; @ x:1e9',
  '; @ x:99999999999999999999',
  '-- BEGIN PROG LOAD LOG --',
  "libbpf: prog 'x': -- BEGIN PROG LOAD LOG --",
  '-- END PROG LOAD LOG --',
  'processed 1 insns (limit 1000000)',
  'Verification failed: A: B',
  'Causal path:',
  'Unreleased reference id=1 alloc_insn=4294967295',
  'load program: permission denied: a: b: c',
  'Nov 23 07:22:43 h p[1]: > # [1.0] <6>',
  '\\n; \\n12: (95) exit',
  '🐧 ünïcödé \ud800',
  'x'.repeat(5000),
];

type Random = (below: number) => number;

/** Pieces of real logs, cut, mixed, repeated, and with noise between them. */
function fuzzed(lines: readonly string[], random: Random): string {
  const start = random(lines.length);
  const count = 1 + random(24);
  const parts: string[] = [];
  for (let at = 0; at < count; at++) {
    // Mostly lines that follow each other, as in a real log.
    const line = lines[random(4) === 0 ? random(lines.length) : start + at] ?? '';
    const kind = random(16);
    if (kind === 0) parts.push(line.slice(random(line.length + 1)));
    else if (kind === 1) parts.push(line.slice(0, random(line.length + 1)));
    else if (kind === 2) parts.push(NOISE[random(NOISE.length)] ?? '');
    else if (kind === 3) parts.push(flipped(line, random));
    else if (kind === 4) parts.push(line, line);
    else parts.push(line);
  }
  return parts.join(random(8) === 0 ? '\r\n' : '\n');
}

function flipped(line: string, random: Random): string {
  const at = random(line.length + 1);
  return line.slice(0, at) + String.fromCharCode(random(256)) + line.slice(at + 1);
}

/** What must hold for any text: findings quote it, and every line is kept. */
function problemOf(text: string): string | null {
  for (const { code, raw, statement } of explainLog(text).findings) {
    if (!/^(?:verifier|load)\/[a-z-]+$/.test(code)) return `the code ${code}`;
    const quoted = statement === null ? raw : [...raw, statement];
    const made = quoted.find((line) => !isQuoted(line, text));
    if (made !== undefined) return `a line that is not in the log: ${made}`;
  }
  const index = indexLog(text);
  const kept = Array.from({ length: index.lineCount }, (_, line) => index.text(line)).join('\n');
  return kept === text.replace(/\n$/, '') ? null : 'lines were lost';
}

/** What libbpf says of a program without a log is quoted without what stood before its name. */
const isQuoted = (line: string, text: string) =>
  text.includes(line) ||
  (line.startsWith("prog '") && text.includes(line.replace(/^prog '[^']*': /, '')));

describe('any input', () => {
  it(`is read without throwing, losing or inventing a line: ${INPUTS} inputs`, async () => {
    const random = randomNumbers(3);
    const lines = capturedLogs().flatMap((log) => log.split('\n'));
    for (let input = 0; input < INPUTS; input++) {
      const text = fuzzed(lines, random);
      const problem = problemOf(text);
      if (problem !== null) expect.fail(`${problem}\n${JSON.stringify(text)}`);
      if (input % BATCH === 0) await new Promise((resume) => setImmediate(resume));
    }
  }, 1_800_000);

  it.each([
    ['one long line', 'x'.repeat(100_000_000)],
    ['one long line of numbers', '1: '.repeat(10_000_000)],
    ['a hundred million NUL bytes', '\0'.repeat(100_000_000)],
    ['nothing but line ends', '\n'.repeat(20_000_000)],
    ['one long state', `R1=${'scalar(id=1) '.repeat(1_000_000)}`],
    ['branches that lead nowhere', 'from 1 to 2: R0=1\n'.repeat(500_000)],
    ['blanks', ' '.repeat(100_000_000)],
    ['a colour without an end', `\u001b[${'1;'.repeat(5_000_000)}`],
  ])('is read when it is %s', (_, text) => {
    expect(explainLog(text).programs).toEqual([]);
  });
});
