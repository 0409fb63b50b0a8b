/** A kernel image of the user's own (`lab:/boot/vmlinuz-6.19.0`). */
import { copyFile, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import { cacheEntry } from './cache-entry';
import {
  archiveModules,
  isNetworkModule,
  modulesIn,
  NETWORK_MODULE_FOLDERS,
  type LabKernel,
} from './kernel-folder';
import type { LabContext, LabStep } from './lab-context';

/** Documentation/arch/x86/boot.rst: "HdrS", then at 0x20e where the version text is, less 0x200. */
const MAGIC_OFFSET = 0x202;
const VERSION_POINTER_OFFSET = 0x20e;
const SETUP_BYTES = 0x8200;

/** The release that a bzImage's header names; null when the bytes are no bzImage. */
export function releaseOfImage(start: Uint8Array): string | null {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  if (bytes.length < VERSION_POINTER_OFFSET + 2) return null;
  if (bytes.toString('latin1', MAGIC_OFFSET, MAGIC_OFFSET + 4) !== 'HdrS') return null;
  const at = bytes.readUInt16LE(VERSION_POINTER_OFFSET) + 0x200;
  const text = bytes.toString('latin1', at, at + 200);
  return /^[^\s\0]+/.exec(text)?.[0] ?? null;
}

export async function namedImage(
  context: LabContext,
  path: string,
  step: LabStep,
): Promise<Outcome<LabKernel>> {
  const release = await readRelease(path);
  if (release.kind !== 'ok') return release;
  const modules = await networkModules(path, release.value);
  const kernel = { release: release.value, source: 'image', image: path } as const;
  if (modules.length === 0) return ok({ ...kernel, modulesArchive: null });
  const { mtimeMs } = await stat(path);
  const key = createHash('sha256')
    .update([path, mtimeMs, ...modules].join('\0'))
    .digest('hex');
  const folder = join(context.folder, 'images', key.slice(0, 16));
  const archived = await cacheEntry(folder, step, async (part) => {
    // Copies: unpacking must not write into the user's folder.
    const tree = join(part, 'tree');
    await mkdir(tree);
    for (const module of modules) await copyFile(module, join(tree, basename(module)));
    const made = await archiveModules(context, tree, modulesIn(part), step);
    if (made.kind === 'ok') await rm(tree, { recursive: true });
    return made;
  });
  if (archived.kind !== 'ok') return archived;
  return ok({ ...kernel, modulesArchive: modulesIn(folder) });
}

async function readRelease(path: string): Promise<Outcome<string>> {
  const problem = (cause: string) =>
    failed({
      kind: 'usage',
      code: 'lab-bad-image',
      message: `Could not use ${path} as a lab kernel: ${cause}`,
      nextStep: 'Name a bzImage of an x86 kernel, /boot/vmlinuz-$(uname -r) for example.',
      detail: '',
    });
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SETUP_BYTES), 0, SETUP_BYTES, 0);
      const release = releaseOfImage(buffer.subarray(0, bytesRead));
      return release === null ? problem('it is not a bzImage') : ok(release);
    } finally {
      await file.close();
    }
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error));
  }
}

/** Network modules of an image: beside it, or where the system of its /boot keeps them. */
async function networkModules(image: string, release: string): Promise<string[]> {
  const folder = dirname(image);
  const places = [
    join(folder, 'lib', 'modules', release),
    join(folder, '..', 'lib', 'modules', release),
    join(folder, '..', 'usr', 'lib', 'modules', release),
    folder, // /usr/lib/modules/<release>/vmlinuz
  ];
  for (const place of places) {
    const found: string[] = [];
    for (const name of NETWORK_MODULE_FOLDERS) {
      const files = await readdir(join(place, name)).catch(() => []);
      found.push(...files.filter(isNetworkModule).map((file) => join(place, name, file)));
    }
    if (found.length > 0) return found.sort();
  }
  return [];
}
