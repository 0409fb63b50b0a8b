import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CANCELLED, failed, ok } from '../../../extension/core/findings/problem';
import type { Target } from '../../../extension/core/sched-ext/target';
import type { Host, Hosts } from '../../../extension/hosts/api';
import { createLocalShell } from '../../../extension/hosts/local/local-shell';
import { createShellHost } from '../../../extension/hosts/shell/shell-host';
import { createSurvey } from '../../../extension/workflows/survey';
import { createFakeHost } from '../../fakes/fake-host';
import { createFakeHosts, UNREACHABLE } from '../../fakes/fake-hosts';

const FACTS = ['kernelRelease 6.18', 'kernelBuild x', 'machine x86_64', 'uid 0'];
const target = (id: string): Target => ({ kind: 'ssh', id, destination: id });
const boxes = (count: number, name = 'box') =>
  Array.from({ length: count }, (_, index) => target(`${name}${index}`));

/**
 * Machines whose ssh takes `takesMs` to answer, and `endsMs` to be gone after it was told to stop. `most` is
 * how many ran at once.
 */
function slowHosts(takesMs: number, endsMs: number) {
  const seen = { now: 0, most: 0, begun: [] as string[] };
  const run: Host['run'] = async (_script, { signal } = {}) => {
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await new Promise<void>((resolve) => {
      setTimeout(resolve, takesMs);
      signal?.addEventListener('abort', () => setTimeout(resolve, endsMs));
    });
    seen.now -= 1;
    const stdout = [...FACTS, ''].join('\n');
    return signal?.aborted === true ? CANCELLED : ok({ exitCode: 0, stdout, stderr: '' });
  };
  const visit: Hosts['visit'] = (asked) => {
    seen.begun.push(asked.id);
    return Promise.resolve(ok({ ...createFakeHost({}, asked), run }));
  };
  return { seen, hosts: createFakeHosts({ visit }) };
}

describe('a survey', () => {
  it('looks at ten at once, and tells of each as it answers', async () => {
    let now = 0;
    let most = 0;
    const hosts = createFakeHosts({
      visit: async (asked) => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 2));
        now -= 1;
        return asked.id === 'box7'
          ? failed(UNREACHABLE)
          : ok(createFakeHost({ facts: { lines: FACTS } }, asked));
      },
    });
    const answers = new Map<string, string>();
    const onAnswer = ({ id }: Target, { kind }: { kind: string }) => answers.set(id, kind);
    await createSurvey(hosts).look(boxes(50), { onAnswer });
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
    const answers: string[] = [];
    const onAnswer = (_asked: Target, { kind }: { kind: string }) => answers.push(kind);
    await createSurvey(hosts).look(boxes(50), { signal: cancel.signal, onAnswer });
    expect(visits).toBeLessThanOrEqual(10);
    expect(new Set(answers)).toEqual(new Set(['cancelled']));
    expect(answers.length).toBe(50);
  });

  it('leaves the looks at other targets alone', async () => {
    const { hosts } = slowHosts(20, 0);
    const survey = createSurvey(hosts);
    const answers: string[] = [];
    const onAnswer = ({ id }: Target, { kind }: { kind: string }) => answers.push(`${id} ${kind}`);
    const all = survey.look(boxes(3), { onAnswer });
    await survey.look([target('other')], { onAnswer });
    await all;
    expect(answers.sort()).toEqual(['box0 ok', 'box1 ok', 'box2 ok', 'other ok']);
  });

  it('ends a look for a newer one at the same target, whose answer alone is told', async () => {
    const { hosts, seen } = slowHosts(300, 0);
    const survey = createSurvey(hosts);
    const told: string[] = [];
    const older = survey.look(boxes(2), { onAnswer: ({ id }) => told.push(`older ${id}`) });
    await expect.poll(() => seen.now).toBe(2);
    const newer = survey.look(boxes(1), {
      onAnswer: ({ id }, { kind }) => told.push(`newer ${id} ${kind}`),
    });
    await Promise.all([older, newer]);
    expect(told.sort()).toEqual(['newer box0 ok', 'older box1']);
  });

  it('never has more than ten at work, also while the processes of ended looks are still there', async () => {
    const { hosts, seen } = slowHosts(30, 20);
    const survey = createSurvey(hosts);
    const looks = Array.from({ length: 4 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 5));
      await survey.look(boxes(12), { onAnswer: () => undefined });
    });
    await Promise.all([...looks, survey.look(boxes(12, 'other'), { onAnswer: () => undefined })]);
    expect(seen.most).toBe(10);
    expect(seen.now).toBe(0);
  });

  it('ends the processes of a cancelled look at once, and not before they are gone', async () => {
    const cancel = new AbortController();
    const folder = mkdtempSync(join(tmpdir(), 'scx look '));
    const pid = join(folder, 'pid');
    const script = 'echo $$ >"$1"; exec sleep 60';
    const command = () => Promise.resolve(ok(['sh', '-c', script, 'sh', pid] as const));
    const host = createShellHost({ ...createLocalShell(), command }, () => undefined);
    const hosts = createFakeHosts({ visit: () => Promise.resolve(ok(host)) });
    const { signal } = cancel;
    const look = createSurvey(hosts).look(boxes(1), { signal, onAnswer: () => undefined });
    await expect.poll(() => existsSync(pid) && readFileSync(pid, 'utf8')).toMatch(/\n$/);
    const cancelled = performance.now();
    cancel.abort();
    await look;
    expect(performance.now() - cancelled).toBeLessThan(5000);
    expect(existsSync(`/proc/${readFileSync(pid, 'utf8').trim()}`)).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it('begins with what was asked for last: somebody waits for that', async () => {
    const { hosts, seen } = slowHosts(5, 0);
    const survey = createSurvey(hosts);
    const onAnswer = () => undefined;
    await Promise.all([
      survey.look(boxes(30), { onAnswer }),
      survey.look([target('now'), target('then')], { onAnswer }),
    ]);
    expect(seen.begun.slice(10, 12)).toEqual(['now', 'then']);
  });
});
