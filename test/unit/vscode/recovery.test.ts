import { describe, expect, it } from 'vitest';
import { failed, ok } from '../../../extension/core/findings/problem';
import type { WorkflowContext } from '../../../extension/workflows/context';
import {
  answerText,
  leftBehind,
  questionAbout,
} from '../../../extension/vscode/recovery/left-behind';
import { lookBack } from '../../../extension/vscode/recovery/look-back';
import { createFakeHost } from '../../fakes/fake-host';
import { createFakeHosts, UNREACHABLE } from '../../fakes/fake-hosts';

const FACTS = ['kernelRelease 6.18', 'kernelBuild x', 'machine x86_64', 'uid 1000'];

/** A start of a window that remembers "mine" on box, of which a look tells `lines`; null: it does not answer. */
async function start(lines: readonly string[] | null) {
  const forgotten: string[] = [];
  const questions: string[] = [];
  const hosts = createFakeHosts({
    visit: (target) => {
      const host = createFakeHost({ facts: { lines: [...FACTS, ...(lines ?? [])] } }, target);
      return Promise.resolve(lines === null ? failed(UNREACHABLE) : ok(host));
    },
  });
  const context = () => Promise.resolve({ hosts } as unknown as WorkflowContext);
  const remembered = {
    list: () => [{ target: 'box', ops: 'mine' }],
    add: () => undefined,
    remove: (target: string) => forgotten.push(target),
  };
  await lookBack({ context, log: { warn: () => undefined } }, remembered, (host, facts) => {
    for (const left of leftBehind(facts, 'mine')) {
      questions.push(questionAbout(left, host.target.id));
    }
  });
  return { forgotten, questions };
}

describe('what an earlier window had loaded', () => {
  it('is offered while it runs there, where only root can see who holds it', async () => {
    const { forgotten, questions } = await start(['runsHidden yes', 'activeOps mine']);
    expect(questions).toEqual([
      '"mine", which an earlier window loaded on box, still runs there. Only root can see whether somebody holds it.',
    ]);
    expect(forgotten).toEqual([]);
  });

  it.each([['activeOps other'], ['activeOps ']])(
    'is not offered and not forgotten where runs are hidden and it is "%s"',
    async (active) => {
      const { forgotten, questions } = await start(['runsHidden yes', active]);
      expect({ forgotten, questions }).toEqual({ forgotten: [], questions: [] });
    },
  );

  it('is offered when it was left', async () => {
    const { forgotten, questions } = await start(['activeOps mine', 'run run-a left mine ann@pc']);
    expect(questions).toEqual([
      '"mine" on box was left behind by a window of ann@pc that is gone.',
    ]);
    expect(forgotten).toEqual([]);
  });

  it.each([[['activeOps mine', 'run run-a held mine ann@pc']], [['activeOps mine']]])(
    'is forgotten when all can be seen and nothing is left: %j',
    async (lines) => {
      const { forgotten, questions } = await start(lines);
      expect({ forgotten, questions }).toEqual({ forgotten: ['box'], questions: [] });
    },
  );

  it('is remembered of a target that does not answer', async () => {
    expect((await start(null)).forgotten).toEqual([]);
  });
});

describe('taking out what only root can see', () => {
  const hidden = { kind: 'hidden', ops: 'mine' } as const;
  const nothing = { removed: [], held: [], putBack: [], other: null };

  it.each([
    [{ removed: ['mine'] }, 'Took out mine.'],
    [
      { removed: ['old'], held: [{ ops: 'mine', who: 'bob@pc' }], other: 'mine' },
      'Took out old. "mine" is held by bob@pc, and stays.',
    ],
    [
      { held: [{ ops: 'mine', who: 'bob@pc' }], other: 'mine' },
      '"mine" is held by bob@pc, and stays.',
    ],
    [
      { other: 'mine' },
      '"mine" was not loaded by SCX Studio, and stays: take it out with what loaded it.',
    ],
    [{}, '"mine" was out already.'],
  ])('says what came of it: %j', (result, text) => {
    expect(answerText(hidden, { ...nothing, ...result })).toBe(text);
  });
});
