/** When callback costs are no longer measured; that they go on otherwise: test/vscode/user/goes-on.test.ts. */
import { beforeEach, expect, it, vi } from 'vitest';
import { failed } from '../../../extension/core/findings/problem';
import type { ConnectedHost, ConnectionState } from '../../../extension/vscode/session/connection';
import { createFakeHost, type ScriptAnswers } from '../../fakes/fake-host';

vi.mock('vscode', () => ({ commands: { executeCommand: vi.fn() } }));
const { Measuring } = await import('../../../extension/vscode/callback-cost/callback-cost');

const TARGET = { kind: 'ssh', id: 'box', destination: 'box' } as const;
const CUT = failed({
  ...{ kind: 'target', code: 'connection-lost', message: 'Gone', nextStep: 'Again.', detail: '' },
});

let state: ConnectionState;
const shown: (number | null)[] = [];
const problem = vi.fn();
const lost = vi.fn((_: unknown, why: unknown) => {
  state = { kind: 'lost', problem: why as never, since: 0 };
});
const session = {
  connection: {
    get state() {
      return state;
    },
    lost,
  },
  costs: {
    set: (costs: readonly unknown[] | null) => {
      shown.push(costs === null ? null : costs.length);
    },
  },
  notifications: { problem },
};
const asSession = session as unknown as ConstructorParameters<typeof Measuring>[0];

function connect(answer: ScriptAnswers['cost'], privilege = 'root') {
  const host = createFakeHost({ cost: answer ?? {} }, TARGET);
  state = {
    kind: 'connected',
    host: host as unknown as ConnectedHost,
    facts: { privilege } as never,
  };
  return { host, asHost: host as unknown as ConnectedHost };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(() => {
  shown.length = 0;
  problem.mockClear();
  lost.mockClear();
});

it('takes the end of what had worked for a loss, as when a target restarts', async () => {
  const program = 'program 1 00112233aabbccdd';
  const reading = (seconds: number) => [`time ${seconds}`, `${program} ${seconds} 100 a`, 'end'];
  const measuring = new Measuring(asSession);
  measuring.begin(connect({ lines: [...reading(1), ...reading(2)] }).asHost);
  await settled();
  expect(lost).toHaveBeenCalledTimes(1);
  expect(shown.at(-1)).toBe(0);
  measuring.dispose();
});

it('does not go on after the user, or the target, has ended it', async () => {
  const measuring = new Measuring(asSession);
  measuring.begin(connect({ end: CUT }).asHost);
  await settled();
  measuring.end();
  const after = connect({ end: 'held' });
  measuring.goOn();
  expect(after.host.calls).toEqual([]);

  measuring.begin(connect({ lines: ['none Operation not permitted'] }).asHost);
  await settled();
  expect(problem).toHaveBeenCalledTimes(1);
  expect(lost).toHaveBeenCalledTimes(1);
  expect(shown.at(-1)).toBeNull();
});

it('asks for no password by itself', async () => {
  const measuring = new Measuring(asSession);
  measuring.begin(connect({ end: CUT }).asHost);
  await settled();
  const { host } = connect({ end: 'held' }, 'sudo-password');
  measuring.goOn();
  expect(host.calls).toEqual([]);
  expect(shown.at(-1)).toBeNull();
});
