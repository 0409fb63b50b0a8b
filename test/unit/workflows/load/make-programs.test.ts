import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFiles } from '../../../../extension/hosts';
import { makePrograms } from '../../../../extension/workflows/load/make-programs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scx make '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (path: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), '');
};

it('finds what the Makefiles of templates and of the kernel have built for a scheduler', async () => {
  write('build/mine');
  write('build/bin/mine');
  write('build/bin/other');
  write('mine');
  const names = ['build/mine', 'build/bin/mine', 'mine'];
  expect(await makePrograms(createFiles(), `${folder}/mine.bpf.c`)).toEqual(
    names.map((name) => `${folder}/${name}`),
  );
});

it('takes no folder for a program, and finds none where nothing was built', async () => {
  write('mine/mine.bpf.c');
  expect(await makePrograms(createFiles(), `${folder}/mine.bpf.c`)).toEqual([]);
  expect(await makePrograms(createFiles(), `${folder}/mine/mine.bpf.c`)).toEqual([]);
});
