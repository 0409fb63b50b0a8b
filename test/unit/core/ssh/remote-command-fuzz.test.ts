/**
 * Arguments of any characters under every login shell: they arrive byte for byte, and nothing of them
 * runs. SCX_FUZZ_ARGUMENTS=100000 makes more of them than the 200 of `npm test`.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { remoteCommand, SCRIPT_BEGINS } from '../../../../extension/core/ssh/remote-command';
import { REMOTE_SCRIPT_TEXTS } from '../../../../extension/remote';
import { createLoginPlace, LOGIN_SHELLS, type LoginShell } from './login-shells';
import { pieceOf, randomArguments, sequence } from './random-arguments';

const COUNT = Number(process.env['SCX_FUZZ_ARGUMENTS'] ?? 200);
const AT_ONCE = 10;
const PRINT = `printf '%s\\0' "$@"`;

const place = createLoginPlace();
afterAll(() => {
  place.remove();
});

/** What the script wrote, after the noise of the login. */
function saidBy(shell: LoginShell, command: string): Buffer {
  const out = place.run(shell, command);
  const begins = Buffer.from(`\n${SCRIPT_BEGINS}\n`);
  const at = out.indexOf(begins);
  if (at < 0) throw new Error(`the script did not begin: ${out.toString()}`);
  return out.subarray(at + begins.length);
}

function expectArrival(shell: LoginShell, words: readonly string[]): void {
  const said = saidBy(shell, remoteCommand(PRINT, words, 'user'));
  expect(said.equals(Buffer.from(words.map((word) => `${word}\0`).join('')))).toBe(true);
}

describe.each(LOGIN_SHELLS)('under $name', (shell) => {
  it(`hands ${COUNT} random arguments over byte for byte`, { timeout: 0 }, () => {
    const random = sequence(shell.name.length);
    for (let made = 0; made < COUNT; made += AT_ONCE) {
      expectArrival(shell, randomArguments(random, Math.min(AT_ONCE, COUNT - made)));
    }
  });

  it('hands over one of 10 KB', () => {
    const random = sequence(1);
    let long = '';
    while (long.length < 10_000) long += pieceOf(random);
    expectArrival(shell, [long, '', '-', '--', '-c', '-n']);
  });

  it('does so also when its rc file talks and fails', () => {
    if (shell.rc === null) return;
    place.writeHome(
      shell.rc,
      `echo noise; echo ${SCRIPT_BEGINS}x; false\nprintf %s no-newline\nfalse\n`,
    );
    expectArrival(shell, ["it's", '$(touch ran)', '-rf']);
    expect(place.run(shell, 'true').toString(), 'the rc file was read').toContain('noise');
    place.writeHome(shell.rc, '');
  });

  it.each(Object.entries(REMOTE_SCRIPT_TEXTS))('takes the whole of %s', (_, text) => {
    const never = `if false; then\n${text}\nfi\necho parsed`;
    expect(saidBy(shell, remoteCommand(never, [], 'user')).toString()).toBe('parsed\n');
  });
});
