import { expect, it, vi } from 'vitest';
import { finding } from '../../../extension/core/findings/finding';
import { ok } from '../../../extension/core/findings/problem';
import { reportOf } from '../../fakes/exit-reports';

const found = finding({
  ...{ code: 'run/init-failed', severity: 'error', message: 'x' },
  ...{ file: '/home/me/a.bpf.c', line: 7 },
});
const report = reportOf({ findings: [found] });
const rejected = { kind: 'rejected', findings: [found], log: 'log', report, exitStatus: 1 };
vi.mock('vscode', () => ({}));
vi.mock('../../../extension/vscode/api/settings', () => ({ setting: () => 10 }));
vi.mock('../../../extension/workflows/load/loader-run', () => ({
  runLoader: () => Promise.resolve(ok(rejected)),
}));
const { runProgram } = await import('../../../extension/vscode/loader/program-run');

it('shows what was found of a program whose scheduler was refused, and forgets it when it runs again', async () => {
  const did: unknown[] = [];
  const host = { target: { id: 'lab' } };
  const activity = { signal: new AbortController().signal, onProgress: () => 0, end: () => 0 };
  const session = {
    connection: { connect: () => Promise.resolve(ok({ host, facts: {} })) },
    context: () => Promise.resolve({ files: { exists: () => Promise.resolve(true) } }),
    activities: { begin: () => activity },
    run: { loaded: null },
    reports: { add: () => did.push('report') },
    notifications: { warn: () => did.push('said') },
    results: {
      forget: (source: string) => did.push(`forgets ${source}`),
      update: (source: string, part: unknown) => did.push([source, part]),
    },
  };
  const surface = { signal: activity.signal, say: () => 0, onOutput: () => 0 };
  const chosen = { path: '/home/me/loader', args: [] };
  await runProgram(session as never, chosen, surface);
  expect(did).toEqual([
    'forgets /home/me/loader',
    ['/home/me/loader', { run: { findings: [found], log: 'log' } }],
    ...['report', 'said'],
  ]);
});
