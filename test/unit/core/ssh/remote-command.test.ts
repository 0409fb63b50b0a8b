import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  posixQuote,
  remoteCommand,
  SCRIPT_BEGINS,
  compacted,
} from '../../../../extension/core/ssh/remote-command';

import connection from '../../../../extension/remote/connection.sh';
import { REMOTE_SCRIPT_TEXTS } from '../../../../extension/remote';

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
    const [, code = ''] = command.split(`eval "$s"' sh `);
    expect(code).toMatch(/^'[A-Za-z0-9 _./:=,+@%\\-]+'(?: '[A-Za-z0-9 _./:=,+@%\\-]+')*$/);
    expect(code, 'fish').not.toMatch(/\\'/);
  });

  it('refuses a NUL byte', () => {
    expect(() => remoteCommand('true', ['a\0b'], 'user')).toThrow(RangeError);
  });
});

describe('the scripts as they are sent', () => {
  const scripts = { ...REMOTE_SCRIPT_TEXTS, connection };

  it.each(Object.entries(scripts))('%s leaves room in a command line of Windows', (_, text) => {
    const command = remoteCommand(text, [], 'root-by-password');
    expect(command.length).toBeLessThan(30_000); // of 32,767: ssh's options and arguments need some
  });

  it.each(Object.entries(scripts))('%s is the same without its comments and indents', (_, text) => {
    expect(compacted(text).length).toBeLessThan(text.length);
    expect(asParsed(compacted(text))).toBe(asParsed(text));
  });
});

/** A script as bash prints what it has read; comments and blank lines are not in it. */
function asParsed(script: string): string {
  const code = `script() {\n${script}\n}\ndeclare -f script`;
  const printed = execFileSync('/bin/bash', ['-c', code], { encoding: 'utf8' });
  // Scripts within a script, for another user, are words of it.
  return printed.replaceAll(/^[ \t]*(?:#.*)?\n/gm, '').replaceAll(/^\t+/gm, '');
}

describe('posixQuote', () => {
  it('quotes what a POSIX shell reads back', () => {
    const words = HOSTILE.map(posixQuote).join(' ');
    const out = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${words}`], { encoding: 'utf8' });
    expect(out.split('\0').slice(0, -1)).toEqual(HOSTILE);
  });
});
