import { expect, it } from 'vitest';
import { parseFacts } from '../../../extension/core/sched-ext/facts-text';
import type { Target } from '../../../extension/core/sched-ext/target';
import type { WorkflowContext } from '../../../extension/workflows/context';
import type { Button } from '../../../extension/vscode/api/notifications';
import { createLoadWarnings } from '../../../extension/vscode/session/load-warnings';
import { warnBeforeLoad } from '../../../extension/workflows/load/load-warnings';
import { createFakeHost } from '../../fakes/fake-host';
import { factsWith } from '../cli/command-line';

/** A window that loads on targets whose facts a test says. */
function window() {
  const said: [string, ...Button[]][] = [];
  const logged: string[] = [];
  const warnings = createLoadWarnings({ warn: (...words) => said.push(words) });
  const context = { log: (line: string) => logged.push(line) } as unknown as WorkflowContext;
  const load = (id: string, ...changed: readonly string[]) => {
    const target: Target = { kind: 'ssh', id, destination: id };
    const facts = parseFacts(factsWith(...changed).join('\n'))!;
    const host = createFakeHost({}, target);
    warnBeforeLoad(context, { host, facts }, (warning) => {
      warnings(id, warning);
    });
  };
  return { said, logged, load };
}

it('says a warning once a target, with the way to the report', () => {
  const { said, logged, load } = window();
  for (const id of ['box', 'box', 'other']) load(id, 'freeKilobytes 2048');
  const text =
    'room for objects: 2 MiB free in the temporary folder. A large scheduler may not fit.';
  const button = (argument: string) => ({
    title: 'Check Target',
    command: 'scx.checkTarget',
    argument,
  });
  expect(said).toEqual([
    [`box, ${text}`, button('box')],
    [`other, ${text}`, button('other')],
  ]);
  expect(logged).toEqual([`[box] ${text}`, `[box] ${text}`, `[other] ${text}`]);
});

it('says nothing of a target that has all, or of the scheduler that runs: the load asks about that', () => {
  const { said, logged, load } = window();
  load('box');
  load('box', 'activeOps rusty', 'state enabled');
  expect(said).toEqual([]);
  expect(logged).toEqual([]);
});
