import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../extension/core/findings/problem';
import { startSshd, type Sshd } from '../../sshd/sshd';
import { createAskedHosts } from './asked-hosts';

describe('a host key that is not the known one', () => {
  let sshd: Sshd;
  let folder: string | null = null;
  afterEach(async () => {
    await sshd.stop();
    if (folder !== null) rmSync(folder, { recursive: true });
    folder = null;
  });
  const hosts = createAskedHosts(
    () => sshd,
    () => '',
  );
  const messageOf = (outcome: Outcome<unknown>) => {
    expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'host-key-changed' } });
    return outcome.kind === 'problem' ? outcome.problem.message : '';
  };
  const fingerprint = (key: string) => {
    const options = { input: key, encoding: 'utf8' } as const;
    return /SHA256:\S+/.exec(execFileSync('ssh-keygen', ['-lf', '-'], options))![0];
  };
  const withKey = () => [`IdentityFile "${sshd.key}"`];

  it.each([
    ['the shared connection', false],
    ['a look, and where ssh can share none', true],
  ])('is refused with both fingerprints by %s', async (_name, separate) => {
    sshd = await startSshd({ users: [{ name: 'typist' }] });
    const { host, known } = hosts.of('typist', () => 'yes', { more: withKey(), separate });
    hosts.knownAlready(known);
    const before = fingerprint(sshd.hostKey);
    await sshd.changeHostKey();
    const message = messageOf(await (separate ? host.run('facts') : host.open({})));
    expect(message).toContain(`(known: ${before}; sent: ${fingerprint(sshd.hostKey)})`);
    expect(hosts.asked).toEqual([]);
    await host.dispose();
  });

  it('is not told by a banner, which can have no file read here', async () => {
    folder = mkdtempSync(join(tmpdir(), 'scx-banner-'));
    const file = join(folder, 'hosts');
    const banner = [
      'REMOTE HOST IDENTIFICATION HAS CHANGED',
      'The fingerprint is SHA256:forged.',
      'Host key for box has changed',
      `Offending ED25519 key in ${file}:1`,
    ];
    writeFileSync(join(folder, 'banner'), banner.join('\n') + '\n');
    const config = [`Banner ${join(folder, 'banner')}`];
    sshd = await startSshd({ users: [{ name: 'typist' }], config });
    writeFileSync(file, `box ${sshd.hostKey}\n`);
    const { host, known } = hosts.of('typist', null);
    hosts.knownAlready(known);
    hosts.logged.length = 0;
    expect(messageOf(await host.run('facts'))).not.toContain('SHA256');
    expect(hosts.logged.join('\n')).not.toContain('ssh-keygen');
    await host.dispose();
  });
});
