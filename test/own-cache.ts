/** A cache of a test's own, of which only what is made once and then read is everybody's. */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = join(dirname(dirname(fileURLToPath(import.meta.url))), '.cache');

/** Of kernels: vmlinux.h and what is made from it. */
const SHARED = ['kernels', 'lab/apt', 'lab/kernels', 'lab/programs', 'lab/root'];

/** Makes it in `folder`: the labs that are kept running in it are no other test's. */
export function ownCache(folder: string): string {
  mkdirSync(join(folder, 'lab'), { recursive: true });
  for (const name of SHARED) {
    mkdirSync(join(CACHE, name), { recursive: true });
    if (!existsSync(join(folder, name))) symlinkSync(join(CACHE, name), join(folder, name));
  }
  return folder;
}
