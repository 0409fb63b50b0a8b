import { expect, it } from 'vitest';
import { failed, ok, type Problem } from '../../../../extension/core/findings/problem';
import { createLabHost } from '../../../../extension/hosts/lab';
import type { LabDeath } from '../../../../extension/hosts/lab/lab-death';
import { createFakeHost } from '../../../fakes/fake-host';

const LOST: Problem = {
  kind: 'target',
  code: 'connection-lost',
  message: 'Could not reach lab: the connection ended',
  nextStep: 'Try again.',
  detail: '',
};
const PANIC: LabDeath = {
  reason: 'panic',
  message: 'The lab 6.18.15 died: kernel panic: sysrq triggered crash',
  exitCode: 0,
  console: ['first', 'Kernel panic - not syncing: sysrq triggered crash'],
};

function hostThatFails(problem: Problem, died: Promise<LabDeath>) {
  const target = { kind: 'lab', id: 'lab', kernel: 'newest' } as const;
  return createLabHost(createFakeHost({ status: { end: failed(problem) } }, target), { died });
}

it('says how the machine died when its connection breaks', async () => {
  const host = hostThatFails(LOST, Promise.resolve(PANIC));
  const expected = {
    kind: 'problem',
    problem: { code: 'lab-died', message: PANIC.message, detail: PANIC.console.join('\n') },
  };
  expect(await host.run('status')).toMatchObject(expected);
  expect(await host.start('status', () => undefined).done).toMatchObject(expected);
});

it('passes on what the death of the machine does not explain', async () => {
  const stopped = Promise.resolve({ ...PANIC, reason: 'stopped' } as const);
  expect(await hostThatFails(LOST, stopped).run('status')).toEqual(failed(LOST));
  const alive = new Promise<LabDeath>(() => undefined);
  expect(await hostThatFails(LOST, alive).run('status')).toEqual(failed(LOST));
  const other = { ...LOST, code: 'no-privilege' };
  expect(await hostThatFails(other, Promise.resolve(PANIC)).run('status')).toEqual(failed(other));
  expect(await hostThatFails(LOST, alive).run('facts')).toMatchObject(ok({ exitCode: 0 }));
});

it('shows the console from the panic on, however long the trace is', async () => {
  const trace = Array.from({ length: 60 }, (_, index) => `frame ${index}`);
  const panic = 'Kernel panic - not syncing: sysrq triggered crash';
  const death = { ...PANIC, console: ['before', panic, ...trace] };
  const outcome = await hostThatFails(LOST, Promise.resolve(death)).run('status');
  const detail = outcome.kind === 'problem' ? outcome.problem.detail.split('\n') : [];
  expect(detail).toHaveLength(20);
  expect(detail[0]).toBe(panic);
});
