import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFiles } from '../../../../extension/hosts';
import { cargoPrograms } from '../../../../extension/workflows/load/cargo-programs';

let target: string;
beforeEach(() => {
  target = mkdtempSync(join(tmpdir(), 'scx-target-'));
});
afterEach(() => {
  rmSync(target, { recursive: true });
});

const TRIPLE = 'x86_64-unknown-linux-gnu';
const write = (path: string, seconds = 1000) => {
  const file = join(target, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  utimesSync(file, seconds, seconds);
};

it('finds the programs of all profiles and machines, the newest first', async () => {
  write('CACHEDIR.TAG');
  for (const [folder, seconds] of [
    ['debug', 1000],
    [`${TRIPLE}/release`, 3000],
    ['release-tiny', 2000],
  ] as const) {
    write(`${folder}/deps/scx_mine-0123456789abcdef`, seconds);
    write(`${folder}/deps/scx_mine-0123456789abcdef.d`, seconds);
    write(`${folder}/scx_mine`, seconds);
    write(`${folder}/scx_mine.d`, seconds);
    write(`${folder}/build/scx_mine-0123456789abcdef/build-script-build`, seconds);
  }
  expect(await cargoPrograms(createFiles(), target)).toEqual(
    [`${TRIPLE}/release`, 'release-tiny', 'debug'].map((at) => `${target}/${at}/scx_mine`),
  );
});

it('offers no library and no documentation', async () => {
  write('doc/scx_mine/index.html');
  write('debug/deps/libmine-0123456789abcdef.rlib');
  write('debug/libmine.rlib');
  write('debug/libmine.d');
  expect(await cargoPrograms(createFiles(), target)).toEqual([]);
});

it('finds none where nothing was built', async () => {
  expect(await cargoPrograms(createFiles(), join(target, 'none'))).toEqual([]);
});
