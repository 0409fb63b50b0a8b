import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  posixQuote,
  remoteCommand,
  SCRIPT_BEGINS,
} from '../../../../extension/core/ssh/remote-command';

/** Login shells as sshd runs them: SHELL -c COMMAND. */
const SHELLS = [
  ['/bin/dash', '-c'],
  ['/bin/bash', '-c'],
  ['/bin/busybox', 'ash', '-c'],
].filter(([path]) => existsSync(path!));

const HOSTILE = [
  'plain',
  '',
  'two words',
  "it's",
  '"quoted"',
  '$(touch /tmp/owned)`id`${HOME}',
  'back\\slash\\n',
  'new\nline\ttab\n',
  '-rf',
  'ümlaut 調度 🐢',
  '!history %s * ? [a-z] ~ # ; & | < > ( ) { }',
  "'\\''",
];

/** What the script itself wrote. */
function said(output: string): string {
  const [before, after] = output.split(`${SCRIPT_BEGINS}\n`);
  expect(before).toBe('\n');
  return after ?? '';
}

describe('remoteCommand', () => {
  it.each(SHELLS)('hands every argument over unchanged under %s', (...shell) => {
    const script = 'for word; do printf "%s\\0" "$word"; done';
    const [file, ...args] = [...shell, remoteCommand(script, HOSTILE, 'user')];
    const out = said(execFileSync(file, args, { encoding: 'utf8' }));
    expect(out.split('\0').slice(0, -1)).toEqual(HOSTILE);
  });

  it('leaves standard input to the script', () => {
    const command = remoteCommand('tr a-z A-Z', [], 'user');
    const out = execFileSync('/bin/sh', ['-c', command], { input: 'abc', encoding: 'utf8' });
    expect(said(out)).toBe('ABC');
  });

  it('keeps nothing between its quotes that any login shell would read', () => {
    const command = remoteCommand('echo \'a\' "b" $c `d` !e\n', HOSTILE, 'root-by-password');
    expect(/sh '([^']*)'$/.exec(command)?.[1]).toMatch(/^[A-Za-z0-9 _./:=,+@%\\-]*$/);
  });

  it('refuses a NUL byte', () => {
    expect(() => remoteCommand('true', ['a\0b'], 'user')).toThrow(RangeError);
  });

  it('survives 200 random arguments', () => {
    for (let round = 0; round < 20; round += 1) {
      const words = Array.from({ length: 10 }, (_, index) => randomWord(round * 10 + index));
      const command = remoteCommand('printf "%s\\0" "$@"', words, 'user');
      const out = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
      expect(said(out).split('\0').slice(0, -1)).toEqual(words);
    }
  });
});

/** The same words each run: a failure can be repeated. */
function randomWord(seed: number): string {
  let state = seed * 2654435761 + 1;
  const next = () => (state = (state * 1103515245 + 12345) % 2147483648);
  return Array.from({ length: 12 }, () => String.fromCharCode(1 + (next() % 255))).join('');
}

describe('posixQuote', () => {
  it('quotes what a POSIX shell reads back', () => {
    const words = HOSTILE.map(posixQuote).join(' ');
    const out = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${words}`], { encoding: 'utf8' });
    expect(out.split('\0').slice(0, -1)).toEqual(HOSTILE);
  });
});
