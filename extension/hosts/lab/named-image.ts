/** A kernel image of the user's own (`lab:/boot/vmlinuz-6.19.0`). */
import { access, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import { cacheEntry } from './cache-entry';
import { archiveModules, describeKernel, modulesIn, type LabKernel } from './kernel-folder';
import { runStep, type LabContext, type LabStep } from './lab-context';

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
  const modules = await modulesFolder(path, release.value);
  const kernel = { release: release.value, source: 'image', image: path } as const;
  if (modules === null) return ok({ ...kernel, modulesArchive: null });
  const { mtimeMs } = await stat(path);
  const key = createHash('sha256').update(`${path}\0${mtimeMs}\0${modules}`).digest('hex');
  const folder = join(context.folder, 'images', key.slice(0, 16));
  const archived = await cacheEntry(folder, step, async (part) => {
    // A copy: unpacking must not write into the user's folder.
    const copy = join(part, 'tree');
    const argv = ['cp', '-r', '--', modules, copy] as const;
    const copied = await runStep(context, [...argv], copying(modules), step);
    if (copied.kind !== 'ok') return copied;
    const made = await archiveModules(context, copy, modulesIn(part), step);
    if (made.kind === 'ok') await describeKernel(part, { ...kernel, hasModules: made.value });
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

/** Where the drivers of an image may be: beside it, or where the system keeps its modules. */
async function modulesFolder(image: string, release: string): Promise<string | null> {
  const folder = dirname(image);
  const places = [
    join(folder, 'lib', 'modules', release),
    join(folder, '..', 'lib', 'modules', release),
    join(folder, '..', 'usr', 'lib', 'modules', release),
    join(folder, 'modules'),
  ].map((place) => join(place, 'kernel', 'drivers', 'net'));
  for (const place of places) {
    const driver = await Promise.any(
      ['virtio_net.ko', 'virtio_net.ko.xz'].map(async (name) => access(join(place, name))),
    ).then(
      () => true,
      () => false,
    );
    if (driver) return join(place, '..', '..', '..', 'kernel');
  }
  return null;
}

const copying = (modules: string) => ({
  doing: `copy the modules of ${modules}`,
  code: 'lab-unpack-failed',
  nextStep: 'Check that the folder can be read and that there is space left, then try again.',
});
