import { expect, it } from 'vitest';
import { CANCELLED, ok } from '../../../extension/core/findings/problem';
import type { Loaded } from '../../../extension/vscode/session/active-run';
import { settleRunElsewhere } from '../../../extension/vscode/session/run-elsewhere';

/** A window that runs "good" on the target box; tells what was asked and done. */
function windowThat(answers: string | undefined, canBeKept = true) {
  const did: string[] = [];
  const run = { ops: 'good', keep: canBeKept ? () => undefined : null };
  const done = (what: string) => () => {
    did.push(what);
    return Promise.resolve(null);
  };
  const parts = {
    notifications: {
      decide: <T extends string>(question: string, _detail: string, ...choices: T[]) => {
        did.push(question, ...choices);
        return Promise.resolve(choices.find((choice) => choice === answers));
      },
    },
    run: {
      loaded: { run, targetId: 'box' } as unknown as Loaded,
      unload: done('unloaded'),
      keep: done('kept'),
    },
  };
  return { did, settle: (targetId: string) => settleRunElsewhere(parts, targetId) };
}

const QUESTION = ['This window runs "good" on box.', 'Take Out There', 'Keep Running There'];

it.each([
  ['Take Out There', 'unloaded'],
  ['Keep Running There', 'kept'],
])('asks, and does what is chosen: %s', async (choice, what) => {
  const { did, settle } = windowThat(choice);
  expect(await settle('lab')).toEqual(ok(null));
  expect(did).toEqual([...QUESTION, what]);
});

it('loads nothing and takes nothing out when the question is put away', async () => {
  const { did, settle } = windowThat(undefined);
  expect(await settle('lab')).toEqual(CANCELLED);
  expect(did).toEqual(QUESTION);
});

it('does not offer to keep what its own program holds', async () => {
  const { did, settle } = windowThat('Take Out There', false);
  await settle('lab');
  expect(did).toEqual([...QUESTION.slice(0, 2), 'unloaded']);
});

it('asks nothing about the same target: what runs there is replaced by another question', async () => {
  const { did, settle } = windowThat(undefined);
  expect(await settle('box')).toEqual(ok(null));
  expect(did).toEqual([]);
});
