/** What ssh asks where it can't share a connection, as on Windows: each command makes one of its own. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../extension/hosts/api';
import { bundleCommandLine } from '../../command-line-bundle';
import { startSshd, type Sshd } from '../../sshd/sshd';
import { valueOf } from '../lab-target';
import { createAskedHosts, type Answering } from './asked-hosts';

const PASSWORD = `p '"$(id)\`\\ ü`;
const PASSWORD_PROMPT = "typist@127.0.0.1's password:";

describe('questions of separate connections', () => {
  let sshd: Sshd;
  let programs: string;
  const hosts = createAskedHosts(
    () => sshd,
    () => programs,
  );
  const { asked, logged } = hosts;
  beforeAll(async () => {
    programs = dirname(await bundleCommandLine());
    sshd = await startSshd({
      users: [
        { name: 'typist', password: PASSWORD, sudo: 'asks' },
        { name: 'other', password: 'another one' },
      ],
    });
  });
  afterAll(() => sshd.stop());
  beforeEach(() => {
    asked.length = 0;
    logged.length = 0;
  });
  const connect = async (answer: Answering, more?: readonly string[]) => {
    const options = { separate: true, ...(more === undefined ? {} : { more }) };
    const { host, known } = hosts.of('typist', answer, options);
    hosts.knownAlready(known);
    return { host, opened: await host.open({}) };
  };
  const texts = () => asked.map(({ text }: Question) => text);

  it('are put once, when the user connects, and serve the commands', async () => {
    const { host, opened } = await connect(() => PASSWORD);
    expect(opened).toEqual({ kind: 'ok', value: null });
    expect(texts()).toEqual([PASSWORD_PROMPT]);
    const [facts] = await Promise.all([host.run('facts'), host.run('facts')]);
    expect(valueOf(facts).stdout).toContain('privilege sudo-password');
    expect(await host.open({})).toEqual({ kind: 'ok', value: null });
    expect(await host.run('facts')).toMatchObject({ kind: 'ok' });
    expect(texts()).toEqual([PASSWORD_PROMPT]);
    expect(logged.join('\n')).not.toContain(PASSWORD);
    await host.dispose();
  });

  it('come again after a wrong answer, and the right one is kept', async () => {
    const { host } = await connect(({ repeated }) => (repeated > 0 ? PASSWORD : 'wrong'));
    expect(await host.run('facts')).toMatchObject({ kind: 'ok' });
    expect(asked.map(({ repeated }) => repeated)).toEqual([0, 1]);
    await host.dispose();
  });

  it("are of a key's passphrase, too", async () => {
    const key = join(sshd.folder, 'locked');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'open sesame', '-f', key]);
    appendFileSync(join(sshd.folder, 'authorized_keys'), readFileSync(`${key}.pub`));
    const more = [`IdentityFile "${key}"`, 'IdentitiesOnly yes'];
    const { host } = await connect(() => 'open sesame', more);
    expect(await host.run('facts')).toMatchObject({ kind: 'ok' });
    expect(texts()).toEqual([`Enter passphrase for key '${key}':`]);
    await host.dispose();
  });

  it('are not put by a command before the user connects, nor after one is put away', async () => {
    const { host, known } = hosts.of('typist', () => null, { separate: true });
    hosts.knownAlready(known);
    const refused = { kind: 'problem', problem: { code: 'key-refused' } };
    expect(await host.run('facts')).toMatchObject(refused);
    expect(await host.open({ quiet: true })).toMatchObject({ kind: 'ok' });
    expect(asked).toEqual([]);
    expect(await host.open({})).toEqual({ kind: 'cancelled' });
    expect(await host.run('facts')).toMatchObject(refused);
    expect(asked).toHaveLength(1);
    await host.dispose();
  });

  it('are forgotten when ssh refuses what was kept', async () => {
    const { host } = await connect(() => PASSWORD);
    const shadow = join(sshd.folder, 'shadow');
    const before = readFileSync(shadow, 'utf8');
    const [, newHash = ''] = /^other:([^:]+)/m.exec(before) ?? [];
    writeFileSync(
      shadow,
      before.replace(/^typist:[^:]+/m, () => `typist:${newHash}`),
    );
    expect(await host.run('facts')).toMatchObject({
      kind: 'problem',
      problem: { code: 'key-refused' },
    });
    expect(texts()).toEqual([PASSWORD_PROMPT]);
    writeFileSync(shadow, before);
    expect(await host.open({})).toEqual({ kind: 'ok', value: null });
    expect(texts()).toEqual([PASSWORD_PROMPT, PASSWORD_PROMPT]);
    await host.dispose();
  });

  it("are put for each connection when they are the server's, as one-time codes are", async () => {
    const own = sshd;
    sshd = await startSshd({
      users: [{ name: 'typist', password: PASSWORD }],
      pam: () => ['auth required pam_unix.so nodelay', 'account required pam_unix.so'],
    });
    try {
      const { host, opened } = await connect(() => PASSWORD);
      expect(opened).toEqual({ kind: 'ok', value: null });
      expect(await host.run('facts')).toMatchObject({ kind: 'ok' });
      const first = { kind: 'secret', text: '(typist@127.0.0.1) Password:', repeated: 0 };
      expect(asked).toMatchObject([first, first]);
      await host.dispose();
    } finally {
      await sshd.stop();
      sshd = own;
    }
  });
});
