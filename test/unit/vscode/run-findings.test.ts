import { expect, it } from 'vitest';
import { finding } from '../../../extension/core/findings/finding';
import { showRunFindings } from '../../../extension/vscode/session/run-findings';
import type { SchedulerObject } from '../../../extension/workflows/scheduler-object';

const at = (file: string | null, line: number | null) =>
  finding({ code: 'run/dsq', severity: 'error', message: 'x', file, line });

/** What becomes the results of `source`, with these files on disk. */
async function shown(
  texts: Readonly<Record<string, string>>,
  ran: { readonly source: string; readonly object: SchedulerObject | null },
  findings: readonly ReturnType<typeof at>[],
) {
  const updates: unknown[] = [];
  const files = {
    readText: (path: string) => Promise.resolve(texts[path] ?? null),
    exists: (path: string) => Promise.resolve(path in texts),
  };
  const parts = {
    context: () => Promise.resolve({ files } as never),
    results: { update: (source: string, part: unknown) => updates.push([source, part]) },
  };
  await showRunFindings(parts, ran, { findings, log: 'log' });
  return updates;
}

it('has those of a program that loads by itself at the files that are here', async () => {
  const found = [at('/home/me/a.bpf.c', 7), at('/elsewhere/a.bpf.c', 7), at(null, null)];
  const ran = { source: '/home/me/loader', object: null };
  const updates = await shown({ '/home/me/a.bpf.c': '' }, ran, [...found, at('a.bpf.c', 7)]);
  expect(updates).toEqual([['/home/me/loader', { run: { findings: [found[0]], log: 'log' } }]]);
});

it('has those of an object at the lines that its sources have now', async () => {
  const object = {
    sources: [
      { path: '/a.bpf.c', text: 'one\ntwo\n', sha256: '' },
      { path: '/gone.h', text: 'x\n', sha256: '' },
    ],
  } as unknown as SchedulerObject;
  const found = [at('/a.bpf.c', 2), at('/gone.h', 1)];
  const updates = await shown(
    { '/a.bpf.c': 'new\none\ntwo\n' },
    { source: '/a.bpf.c', object },
    found,
  );
  expect(updates).toEqual([
    ['/a.bpf.c', { run: { findings: [at('/a.bpf.c', 3), at('/gone.h', 1)], log: 'log' } }],
  ]);
});
