import { expect, it } from 'vitest';
import type { Question } from '../../../../../extension/hosts/api';
import { createKeptAnswers } from '../../../../../extension/hosts/ssh/askpass/kept-answers';

const PASSWORD = "me@box's password:";
const PASSPHRASE = String.raw`Enter passphrase for key 'C:\Users\me/.ssh/id_ed25519':`;

function createAsked(answer: (text: string) => string | null = (text) => `answer to ${text}`) {
  const asked: string[] = [];
  const kept = createKeptAnswers(({ text }) => {
    asked.push(text);
    return Promise.resolve(answer(text));
  });
  const ask = (text: string, repeated = 0, kind: Question['kind'] = 'secret') =>
    kept.ask({ target: 'box', kind, text, repeated }, new AbortController().signal);
  return { asked, kept, ask };
}

it.each([PASSWORD, PASSPHRASE, String.raw`corp\me@box's password:`])(
  'keeps what holds again: %s',
  async (text) => {
    const { asked, kept, ask } = createAsked();
    kept.allow();
    const answers = await Promise.all([ask(text), ask(text)]);
    expect(answers).toEqual([`answer to ${text}`, `answer to ${text}`]);
    expect(asked).toEqual([text]);
    expect(kept.hasAny()).toBe(true);
  },
);

it.each([
  '(me@box) Password:',
  "(me@box) root@other's password:",
  "(me@box) Enter passphrase for key 'id':",
  'Verification code:',
  "Enter PIN for ED25519-SK key 'id_sk':",
  "Enter me@box's new password:\nme@box's password:",
])('keeps nothing that is good for once, or that a server says: %s', async (text) => {
  const { asked, kept, ask } = createAsked();
  kept.allow();
  await ask(text);
  await ask(text);
  expect(asked).toEqual([text, text]);
  expect(kept.hasAny()).toBe(false);
});

it('keeps no consent', async () => {
  const { asked, kept, ask } = createAsked(() => 'yes');
  kept.allow();
  await ask(PASSWORD, 0, 'yes-no');
  await ask(PASSWORD, 0, 'yes-no');
  expect(asked).toHaveLength(2);
});

it('asks again for what ssh asks again, or was refused with', async () => {
  const { asked, kept, ask } = createAsked();
  kept.allow();
  await ask(PASSWORD);
  await ask(PASSWORD, 1);
  expect(asked).toHaveLength(2);
  await ask(PASSWORD);
  expect(asked).toHaveLength(2);
  kept.forget();
  await ask(PASSWORD);
  expect(asked).toHaveLength(3);
});

it('asks nobody before the user connects, nor after a question is put away', async () => {
  let answer: string | null = null;
  const { asked, kept, ask } = createAsked(() => answer);
  expect(await ask(PASSWORD)).toBeNull();
  expect(asked).toEqual([]);
  kept.allow();
  expect(await ask(PASSWORD)).toBeNull();
  expect(await ask(PASSPHRASE)).toBeNull();
  expect(asked).toEqual([PASSWORD]);
  answer = 'told';
  kept.allow();
  expect(await ask(PASSWORD)).toBe('told');
});
