import { describe, expect, it } from 'vitest';
import { knownTargets } from '../../../extension/workflows/known-targets';
import { createFakeHosts } from '../../fakes/fake-hosts';

describe('knownTargets', () => {
  const hosts = createFakeHosts({
    known: () =>
      Promise.resolve({
        sshHosts: ['box', 'added@box'],
        labs: [
          { kernel: '6.18', isRunning: true },
          { kernel: '6.12', isRunning: false },
        ],
      }),
  });

  it('names each once, and whether a look tells anything', async () => {
    const own = {
      chosen: 'root@elsewhere',
      added: ['added@box', '-oProxyCommand=x', ''],
      platform: 'linux',
    };
    const known = await knownTargets(hosts, own);
    expect(known.map(({ target: { id }, origin, isThere }) => [id, origin, isThere])).toEqual([
      ['added@box', 'added', true],
      ['local', 'machine', true],
      ['lab:6.18', 'lab', true],
      ['lab:6.12', 'lab', false],
      ['box', 'ssh-config', true],
      ['root@elsewhere', 'chosen', true],
    ]);
  });

  it('has this machine only where it runs Linux', async () => {
    const known = await knownTargets(hosts, { chosen: '', added: [], platform: 'darwin' });
    expect(known.map(({ origin }) => origin)).not.toContain('machine');
  });
});
