/** Names of hosts that a shell would run, under a configuration that hands names to shells and has a command. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleCommandLine } from '../../command-line-bundle';
import { startSshd, type Sshd } from '../../sshd/sshd';

describe('a target that is called', () => {
  let sshd: Sshd;
  let cli: string;
  let empty: string;
  let path: string;
  beforeAll(async () => {
    cli = await bundleCommandLine();
    sshd = await startSshd({ users: [{ name: 'dev' }] });
    empty = join(sshd.folder, 'empty');
    mkdirSync(empty);
    writeFileSync(join(sshd.folder, 'known'), `[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`);
    // %n is the name as it was given: a shell reads it three times here.
    const config = sshd.configuration('*', 'dev', [
      `UserKnownHostsFile "${join(sshd.folder, 'known')}"`,
      `IdentityFile "${sshd.key}"`,
      'IdentityAgent none',
      'PermitLocalCommand yes',
      'LocalCommand true %n',
      'RemoteCommand echo for terminals; exit 1',
      'RequestTTY force',
      'Match exec "true %n"',
      'Match originalhost * exec "true %h %n"',
    ]);
    const programs = join(sshd.folder, 'bin');
    mkdirSync(programs);
    writeFileSync(join(programs, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${config}' "$@"\n`);
    chmodSync(join(programs, 'ssh'), 0o755);
    path = [programs, process.env['PATH']].join(delimiter);
  });
  afterAll(() => sshd.stop());
  afterEach(() => {
    expect(readdirSync(empty), 'nothing ran').toEqual([]);
  });

  const statusOf = (name: string) => {
    const argv = [cli, 'status', `--target=${name}`];
    const env = { ...process.env, PATH: path, SCX_STUDIO_CACHE: join(dirname(empty), 'cache') };
    return spawnSync(process.execPath, argv, { cwd: empty, env, encoding: 'utf8' });
  };

  it.each(['box', 'größer', 'a%n', 'a*', '~', 'a!b', '#a', 'dev@box'])(
    '%s is that name to ssh, and to nothing else',
    (name) => {
      const { status, stderr } = statusOf(name);
      expect({ status, stderr }, 'the machine has answered').toEqual({ status: 0, stderr: '' });
    },
  );

  it.each([
    ...[
      '$(touch${IFS}ran)',
      '`touch$IFS$9ran`',
      'x;touch$IFS$9ran',
      'x&touch$IFS$9ran',
      'x|tee',
      '>ran',
    ],
    ...[
      "'>ran",
      '">ran',
      'x\\>ran',
      '(x)',
      '{x}',
      '-oProxyCommand=touch ran',
      'dev@-oProxyCommand=x',
    ],
    ...['x\ntouch ran', 'x touch', 'dev@$(touch${IFS}ran)', 'ssh://dev@`touch$IFS$9ran`:22'],
  ])('%j is refused before ssh is started', (name) => {
    const { status, stderr } = statusOf(name);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^scx-studio: /);
  });
});
