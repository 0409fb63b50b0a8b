import { describe, expect, it } from 'vitest';
import { failed, ok } from '../../../extension/core/findings/problem';
import type { Target } from '../../../extension/core/sched-ext/target';
import { knownTargets } from '../../../extension/workflows/known-targets';
import { surveyTargets } from '../../../extension/workflows/survey';
import { createFakeHost } from '../../fakes/fake-host';
import { createFakeHosts } from '../../fakes/fake-hosts';

const FACTS = ['kernelRelease 6.18', 'kernelBuild x', 'machine x86_64', 'uid 0'];
const target = (id: string): Target => ({ kind: 'ssh', id, destination: id });

describe('surveyTargets', () => {
  it('looks at ten at once, and tells of each as it answers', async () => {
    let now = 0;
    let most = 0;
    const hosts = createFakeHosts({
      visit: async (asked) => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 2));
        now -= 1;
        const gone = {
          kind: 'target',
          code: 'unreachable',
          message: 'no',
          nextStep: '',
          detail: '',
        } as const;
        return asked.id === 'box7'
          ? failed(gone)
          : ok(createFakeHost({ facts: { lines: FACTS } }, asked));
      },
    });
    const answers = new Map<string, string>();
    const targets = Array.from({ length: 50 }, (_, index) => target(`box${index}`));
    await surveyTargets(hosts, targets, { onAnswer: ({ id }, { kind }) => answers.set(id, kind) });
    expect(most).toBe(10);
    expect(answers.size).toBe(50);
    expect([...answers].filter(([, kind]) => kind !== 'ok')).toEqual([['box7', 'problem']]);
  });

  it('stops when it is cancelled', async () => {
    const cancel = new AbortController();
    let visits = 0;
    const hosts = createFakeHosts({
      visit: (asked) => {
        visits += 1;
        cancel.abort();
        return Promise.resolve(ok(createFakeHost({}, asked)));
      },
    });
    const targets = Array.from({ length: 50 }, (_, index) => target(`box${index}`));
    await surveyTargets(hosts, targets, { signal: cancel.signal, onAnswer: () => undefined });
    expect(visits).toBeLessThanOrEqual(10);
  });
});

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
