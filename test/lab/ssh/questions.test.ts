import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../extension/hosts/api';
import { targetFacts } from '../../../extension/workflows/target-facts';
import { openVerifier } from '../../../extension/workflows/verify/verifier';
import { bundleCommandLine } from '../../command-line-bundle';
import { startSshd, type Sshd } from '../../sshd/sshd';
import { valueOf } from '../lab-target';
import { createAskedHosts } from './asked-hosts';

const PASSWORD = `p '"$(touch /tmp/owned)\`\\ ü`;

/** What ssh and sudo ask, put to a person who is a function of the test. */
describe('questions', () => {
  let sshd: Sshd;
  let programs: string;
  const {
    asked,
    logged,
    knownAlready,
    of: hostOf,
  } = createAskedHosts(
    () => sshd,
    () => programs,
  );
  beforeAll(async () => {
    programs = dirname(await bundleCommandLine());
    sshd = await startSshd({
      users: [
        { name: 'typist', password: PASSWORD, sudo: 'asks' },
        { name: 'trusted', password: PASSWORD, sudo: 'free' },
        { name: 'nobodys', password: PASSWORD },
      ],
    });
  });
  afterAll(() => sshd.stop());
  beforeEach(() => {
    asked.length = 0;
    logged.length = 0;
  });

  const yesThen = (secret: string) => (question: Question) =>
    question.kind === 'yes-no' ? 'yes' : secret;

  it("asks about an unknown host and for a password, in ssh's own words", async () => {
    const { host, known } = hostOf('typist', yesThen(PASSWORD));
    expect(await host.open({})).toEqual({ kind: 'ok', value: null });
    const [, sent] = /(SHA256:\S+?)\.?$/m.exec(asked[0]!.text) ?? [];
    expect(asked[0]).toMatchObject({ target: 'box', kind: 'yes-no', repeated: 0 });
    expect(asked[0]!.text).toContain("can't be established");
    expect(sent).toMatch(/^SHA256:/);
    expect(asked[1]).toMatchObject({ kind: 'secret', text: "typist@127.0.0.1's password:" });
    expect(readFileSync(known, 'utf8')).toContain('ssh-ed25519');
    const facts = valueOf(await host.run('facts'));
    expect(facts.stdout).toContain('privilege sudo-password');
    expect(asked).toHaveLength(2);
    await host.dispose();
  });

  it('says that an answer was wrong, and takes the next', async () => {
    const { host, known } = hostOf('typist', ({ repeated }) => (repeated > 0 ? PASSWORD : 'wrong'));
    knownAlready(known);
    expect(await host.open({})).toMatchObject({ kind: 'ok' });
    expect(asked.map(({ repeated }) => repeated)).toEqual([0, 1]);
    await host.dispose();
  });

  it('is cancelled by a question that is put away, and asks no more', async () => {
    const { host, known } = hostOf('typist', () => null);
    knownAlready(known);
    expect(await host.open({})).toEqual({ kind: 'cancelled' });
    expect(asked).toHaveLength(1);
    await host.dispose();
  });

  it('fails where nobody can be asked, or must not be', async () => {
    for (const quiet of [false, true]) {
      const { host, known } = hostOf('typist', quiet ? () => PASSWORD : null);
      knownAlready(known);
      const outcome = await host.open({ quiet });
      expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'key-refused' } });
      expect(asked).toEqual([]);
      await host.dispose();
    }
  });

  it("asks for a key's passphrase", async () => {
    const key = join(sshd.folder, 'locked');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'open sesame', '-f', key]);
    appendFileSync(join(sshd.folder, 'authorized_keys'), readFileSync(`${key}.pub`));
    const more = [`IdentityFile "${key}"`, 'IdentitiesOnly yes'];
    const { host, known } = hostOf('typist', () => 'open sesame', { more });
    knownAlready(known);
    expect(await host.open({})).toMatchObject({ kind: 'ok' });
    expect(asked[0]!.text).toMatch(/^Enter passphrase for key .*locked/);
    await host.dispose();
  });

  describe('of sudo', () => {
    const unloadAs = async (
      user: string,
      answer: ((question: Question) => string | null) | null,
    ) => {
      const { host, known } = hostOf(user, answer, { more: [`IdentityFile "${sshd.key}"`] });
      knownAlready(known);
      const outcome = await host.run('unload', { args: [''], privileged: true });
      return { host, outcome };
    };

    it('are asked once a connection, and the script has its input to itself', async () => {
      const { host, outcome } = await unloadAs('typist', () => PASSWORD);
      expect(valueOf(outcome).stdout).toMatch(/^state /);
      expect(asked).toMatchObject([{ kind: 'secret', text: '[sudo] password for typist:' }]);
      const facts = valueOf(await targetFacts(host));
      const object = new TextEncoder().encode('x'.repeat(100));
      const answer = await openVerifier({ host, facts }, { detail: 'brief' }).answer(object);
      expect(valueOf(answer)).toMatchObject({ exitCode: expect.any(Number) as number });
      expect(asked).toHaveLength(1);
      expect(logged.join('\n')).not.toContain(PASSWORD);
      await host.dispose();
    });

    it('are asked again after a wrong answer, and end after three', async () => {
      const { host, outcome } = await unloadAs('typist', () => 'wrong');
      expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'no-privilege' } });
      expect(asked.map(({ repeated }) => repeated)).toEqual([0, 1, 2]);
      await host.dispose();
    });

    it('come back when the user connects again after putting one away', async () => {
      const { host, outcome } = await unloadAs('typist', () => null);
      expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'no-privilege' } });
      await host.run('unload', { args: [''], privileged: true });
      expect(asked).toHaveLength(1);
      await host.open({});
      await host.run('unload', { args: [''], privileged: true });
      expect(asked).toHaveLength(2);
      await host.dispose();
    });

    it('are answered by what is known where nobody is to be asked', async () => {
      const quiet = { privileged: true, quiet: true } as const;
      const { host, known } = hostOf('typist', () => PASSWORD, {
        more: [`IdentityFile "${sshd.key}"`],
      });
      knownAlready(known);
      const refused = { kind: 'problem', problem: { code: 'no-privilege' } };
      expect(await host.run('owner', quiet)).toMatchObject(refused);
      expect(asked).toEqual([]);
      expect(await host.run('owner', { privileged: true })).toMatchObject({ kind: 'ok' });
      expect(await host.run('owner', quiet)).toMatchObject({ kind: 'ok', value: { exitCode: 0 } });
      expect(asked).toHaveLength(1);

      sshd.changePassword('typist', 'another');
      expect(await host.run('owner', quiet)).toMatchObject(refused);
      // It was refused, so it is tried no more.
      sshd.changePassword('typist', PASSWORD);
      expect(await host.run('owner', quiet)).toMatchObject(refused);
      expect(asked).toHaveLength(1);
      await host.dispose();
    });

    it('are not needed by a user whom sudo asks nothing', async () => {
      const { host, outcome } = await unloadAs('trusted', () => null);
      expect(valueOf(outcome).stdout).toMatch(/^state /);
      expect(asked).toEqual([]);
      await host.dispose();
    });

    it('do not help a user who may not use it', async () => {
      const { host, outcome } = await unloadAs('nobodys', () => PASSWORD);
      expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'no-privilege' } });
      expect(outcome.kind === 'problem' && outcome.problem.detail).toContain('not in the sudoers');
      expect(asked).toHaveLength(1);
      await host.dispose();
    });
  });
});
