/** A login by PAM that asks for a password and then for a one-time code, as two questions of one connection. */
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../extension/hosts/api';
import { bundleCommandLine } from '../../command-line-bundle';
import { startSshd, type Sshd } from '../../sshd/sshd';
import { createAskedHosts, type Answering } from './asked-hosts';

const PASSWORD = 'p \'"$(id) ü long enough to be found';
const SECRET = Buffer.from('a secret of 20 bytes');
const PASSWORD_PROMPT = '(typist@127.0.0.1) Password:';
const CODE_PROMPT = "(typist@127.0.0.1) One-time password (OATH) for `typist':";

/** RFC 4226: the code of a counter, which is taken once. */
function codeOf(counter: number): string {
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', SECRET).update(moment).digest();
  const number = digest.readUInt32BE(digest.at(-1)! & 15) & 0x7fffffff;
  return String(number % 10 ** 8).padStart(8, '0');
}

/** What every user of the machine can read of processes. */
function commandLines(): string {
  const read = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return ''; // It has ended.
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(read)
    .join('\n');
}

describe('a login with a one-time code', () => {
  let sshd: Sshd;
  let programs: string;
  let seen: string;
  const { asked, logged, knownAlready, of } = createAskedHosts(
    () => sshd,
    () => programs,
  );
  beforeAll(async () => {
    programs = dirname(await bundleCommandLine());
  });
  beforeEach(async () => {
    sshd = await startSshd({
      users: [{ name: 'typist', password: PASSWORD }],
      pam: (folder) => [
        'auth required pam_unix.so nodelay',
        `auth required pam_oath.so [usersfile=${join(folder, 'codes')}] digits=8 window=3`,
        'account required pam_unix.so',
        'session required pam_permit.so',
      ],
    });
    const codes = join(sshd.folder, 'codes');
    writeFileSync(codes, `HOTP typist - ${SECRET.toString('hex')}\n`, { mode: 0o600 });
    asked.length = 0;
    logged.length = 0;
    seen = '';
  });
  afterEach(() => sshd.stop());

  const login = async (answer: Answering) => {
    const { host, known } = of('typist', (question) => {
      seen += commandLines();
      return answer(question);
    });
    knownAlready(known);
    const outcome = await host.open({});
    seen += commandLines() + logged.join('\n');
    return { host, outcome };
  };
  const isCode = ({ text }: Question) => text.includes('One-time');

  it("asks both in the server's own words, and keeps the answers to itself", async () => {
    const code = codeOf(0);
    const { host, outcome } = await login((question) => (isCode(question) ? code : PASSWORD));
    expect(outcome).toEqual({ kind: 'ok', value: null });
    expect(asked).toEqual([
      { target: 'box', kind: 'secret', text: PASSWORD_PROMPT, repeated: 0 },
      { target: 'box', kind: 'secret', text: CODE_PROMPT, repeated: 0 },
    ]);
    expect(await host.run('facts')).toMatchObject({ kind: 'ok' });
    expect(asked).toHaveLength(2);
    expect(seen + logged.join('\n')).toContain('sshd');
    expect(seen + logged.join('\n')).not.toContain(PASSWORD);
    expect(seen + logged.join('\n')).not.toContain(code);
    await host.dispose();
  });

  it('asks again after a wrong code', async () => {
    const { host, outcome } = await login((question) => {
      if (!isCode(question)) return PASSWORD;
      return question.repeated === 0 ? '00000000' : codeOf(0);
    });
    expect(outcome).toEqual({ kind: 'ok', value: null });
    expect(asked.map(({ text, repeated }) => [text, repeated])).toEqual([
      [PASSWORD_PROMPT, 0],
      [CODE_PROMPT, 0],
      [PASSWORD_PROMPT, 1],
      [CODE_PROMPT, 1],
    ]);
    await host.dispose();
  });

  it('fails after three wrong codes, and is cancelled when the code is put away', async () => {
    const wrong = await login((question) => (isCode(question) ? '00000000' : PASSWORD));
    expect(wrong.outcome).toMatchObject({ kind: 'problem', problem: { code: 'key-refused' } });
    expect(asked).toHaveLength(6);
    await wrong.host.dispose();
    const away = await login((question) => (isCode(question) ? null : PASSWORD));
    expect(away.outcome).toEqual({ kind: 'cancelled' });
    expect(asked).toHaveLength(8);
    await away.host.dispose();
  });
});
