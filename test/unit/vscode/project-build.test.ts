import { expect, it, vi } from 'vitest';
import { finding } from '../../../extension/core/findings/finding';
import { objectRows } from '../../../extension/vscode/project-build/object-rows';
import { mayProjectHelp } from '../../../extension/vscode/project-build/project-remedy';
import {
  definitionOf,
  readProjectTask,
  taskName,
} from '../../../extension/vscode/project-build/task-definition';
import { createGivenObjects } from '../../../extension/vscode/session/given-objects';

const TOP = '/home/me/linux';

it.each([
  [{ tool: 'make', args: ['scx_simple'], folder: `${TOP}/tools` }, 'make scx_simple in tools'],
  [{ tool: 'make', args: [], folder: TOP }, 'make'],
] as const)('names a build %o and reads it again from tasks.json', (build, name) => {
  const definition = definitionOf(build, TOP);
  expect(taskName(definition)).toBe(name);
  expect(readProjectTask(definition, TOP)).toEqual(build);
});

it.each([
  { tool: 'sh', args: ['-c', 'ls'] },
  { tool: 'make', args: 'all' },
  { tool: 'make', args: [7] },
  { tool: 'make', folder: '../other' },
  { tool: 'make', folder: '/etc' },
  { tool: 'make', folder: 1 },
])('takes %o for no task of a project', (given) => {
  expect(readProjectTask({ type: 'scx-project', ...given }, TOP)).toBeNull();
});

const found = [
  { path: '/p/build/b.bpf.o', isCurrent: true },
  { path: '/p/b.bpf.o', isCurrent: false },
];
const rowsOf = (chosen: string | null, objects = found) =>
  objectRows({
    found: objects,
    tasks: [{ name: 'make b' }],
    chosen,
    relative: (path) => path.replace('/p/', ''),
  }).map(({ label, description }) => `${label}: ${description}`);

it('lists objects, the ways to make another, and compiling', () => {
  expect(rowsOf(null)).toEqual([
    'build/b.bpf.o: newer than its source',
    'b.bpf.o: older than its source',
    'Pick a File…: ',
    'Build with make b: then choose what it built',
    'Compile with SCX Studio: default · in use',
  ]);
});

it('marks what is in use, and keeps a file that was picked', () => {
  expect(rowsOf('/p/b.bpf.o')).toContain('b.bpf.o: older than its source · in use');
  expect(rowsOf('/other/x.o', [])).toEqual([
    '/other/x.o: in use',
    'Pick a File…: ',
    'Build with make b: then choose what it built',
    'Compile with SCX Studio: default',
  ]);
});

it('offers the project where the text is not at fault, and nowhere else', () => {
  const error = (message: string) => [finding({ code: 'clang/error', severity: 'error', message })];
  const [current, older] = found.map((one) => [one]);
  expect(mayProjectHelp(error("'made.h' file not found"), [])).toBe(true);
  expect(mayProjectHelp(error("expected ';'"), current ?? [])).toBe(true);
  expect(mayProjectHelp(error("expected ';'"), older ?? [])).toBe(false);
});

it('remembers an object by its source, until compiling is chosen again', async () => {
  const kept = new Map<string, unknown>();
  const update = vi.fn((key: string, value: unknown) => {
    kept.set(key, value);
    return Promise.resolve();
  });
  const memory = { get: (key: string) => kept.get(key), update } as never;
  await createGivenObjects(memory).choose('/p/b.bpf.c', '/p/b.bpf.o');
  await createGivenObjects(memory).choose('/p/__proto__', '/p/c.bpf.o');
  const objects = createGivenObjects(memory);
  expect(objects.of('/p/b.bpf.c')).toBe('/p/b.bpf.o');
  expect(objects.of('/p/other.bpf.c')).toBeNull();
  await objects.choose('/p/b.bpf.c', null);
  await objects.choose('/p/__proto__', null);
  expect(objects.of('/p/b.bpf.c')).toBeNull();
  expect(update).toHaveBeenLastCalledWith('objects', undefined);
});
