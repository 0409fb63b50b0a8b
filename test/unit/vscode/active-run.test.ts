import { expect, it, vi } from 'vitest';
import { finding } from '../../../extension/core/findings/finding';
import type { RunEnd } from '../../../extension/workflows/load/load';
import type { Loaded } from '../../../extension/vscode/session/active-run';
import { EventEmitter } from '../../fakes/event-emitter';
import { reportOf } from '../../fakes/exit-reports';

vi.mock('vscode', () => ({ EventEmitter }));
vi.mock('../../../extension/vscode/api/context-keys', () => ({ setContextKey: () => undefined }));
vi.mock('../../../extension/vscode/api/settings', () => ({ setting: () => 10 }));
const { createActiveRun } = await import('../../../extension/vscode/session/active-run');

const found = finding({
  ...{ code: 'run/dsq', severity: 'error', message: 'x' },
  ...{ file: '/home/me/a.bpf.c', line: 7 },
});

it('shows what was found of a scheduler that its own program had loaded', async () => {
  const report = reportOf({ findings: [found] });
  const end: RunEnd = { kind: 'ended', findings: [found], log: 'log', report };
  const updates: unknown[] = [];
  const reports: unknown[] = [];
  const files = { exists: () => Promise.resolve(true) };
  const run = createActiveRun({
    context: () => Promise.resolve({ files }),
    results: { update: (source: string, part: unknown) => updates.push([source, part]) },
    reports: { add: (kept: unknown) => reports.push(kept) },
  } as never);
  const ended = new Promise((resolve) => run.onDidEnd(resolve));
  run.hold({
    ...{ source: '/home/me/loader', object: null, targetId: 'lab', kernel: '6.18' },
    run: { ops: 'carried', keep: null, done: Promise.resolve(end) },
  } as unknown as Loaded);
  await ended;
  await vi.waitFor(() => {
    expect(updates).toEqual([['/home/me/loader', { run: { findings: [found], log: 'log' } }]]);
  });
  expect(reports).toEqual([{ report, object: null }]);
});
