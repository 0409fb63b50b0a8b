import { expect, it } from 'vitest';
import { CANCELLED, failed, ok, type Outcome } from '../../../extension/core/findings/problem';
import type { Target } from '../../../extension/core/sched-ext/target';
import type { Exit, Host } from '../../../extension/hosts/api';
import { createLooks } from '../../../extension/vscode/targets/looks';
import { createSurvey } from '../../../extension/workflows/survey';
import { createFakeHost } from '../../fakes/fake-host';
import { createFakeHosts, UNREACHABLE } from '../../fakes/fake-hosts';

const BOX: Target = { kind: 'ssh', id: 'box', destination: 'box' };
const OTHER: Target = { kind: 'ssh', id: 'other', destination: 'other' };

const facts = (release: string): Outcome<Exit> => {
  const lines = [`kernelRelease ${release}`, 'kernelBuild x', 'machine x86_64', 'uid 0', ''];
  return ok({ exitCode: 0, stdout: lines.join('\n'), stderr: '' });
};

/** Rows whose targets answer when the test says so; a cancelled look ends at once. */
function rows() {
  const asked: { id: string; answer: (outcome: Outcome<Exit>) => void }[] = [];
  const hosts = createFakeHosts({
    visit: (target) => {
      const run: Host['run'] = (_script, { signal } = {}) =>
        new Promise((resolve) => {
          asked.push({ id: target.id, answer: resolve });
          signal?.addEventListener('abort', () => {
            resolve(CANCELLED);
          });
        });
      return Promise.resolve(ok({ ...createFakeHost({}, target), run }));
    },
  });
  const closing = new AbortController();
  const looks = createLooks(createSurvey(hosts), () => undefined);
  return {
    asked,
    closing,
    of: (target: Target) => looks.of(target),
    look: (...targets: Target[]) => looks.look(targets, closing.signal),
  };
}

it('goes on looking at a row when another one is looked at', async () => {
  const { asked, look, of } = rows();
  const all = look(BOX, OTHER);
  await expect.poll(() => asked.length).toBe(2);
  const active = look(BOX);
  await expect.poll(() => asked.length).toBe(3);
  expect([of(BOX).kind, of(OTHER).kind]).toEqual(['looking', 'looking']);
  asked[1]?.answer(facts('6.12'));
  await all;
  expect(of(OTHER)).toMatchObject({ seen: { value: { facts: { kernelRelease: '6.12' } } } });
  expect(of(BOX).kind, 'the older look at it has ended, the newer goes on').toBe('looking');
  asked[2]?.answer(facts('6.18'));
  await active;
  expect(of(BOX)).toMatchObject({ seen: { value: { facts: { kernelRelease: '6.18' } } } });
});

it('shows what was known while it looks again, and after that was cancelled', async () => {
  const { asked, closing, look, of } = rows();
  expect(of(BOX)).toEqual({ kind: 'unknown' });
  const first = look(BOX);
  expect(of(BOX)).toEqual({ kind: 'looking', before: null });
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.answer(failed(UNREACHABLE));
  await first;
  const known = of(BOX);
  expect(known).toMatchObject({ kind: 'answered', seen: { problem: UNREACHABLE } });
  const again = look(BOX, OTHER);
  expect(of(BOX)).toEqual({ kind: 'looking', before: known });
  closing.abort();
  await again;
  expect(of(BOX)).toEqual(known);
  expect(of(OTHER)).toEqual({ kind: 'unknown' });
});
