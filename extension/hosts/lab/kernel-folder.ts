/** A kernel as labs keep it: a folder with these two files, named after its release or recipe. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ok, type Outcome } from '../../core/findings/problem';
import { cpioArchive } from './cpio-archive';
import { runStep, type LabContext, type LabStep } from './lab-context';

export interface LabKernel {
  /** What `uname -r` will say: `6.18.15+deb13-cloud-amd64`. */
  readonly release: string;
  readonly image: string;
  /** cpio archive of the network driver's modules; null when they are built in. */
  readonly modulesArchive: string | null;
  /** Whether it came as a package, was built here, or belongs to the user. */
  readonly source: 'package' | 'build' | 'image';
}

/**
 * The network driver and what it may need, where kernels have them as modules; Linux 6.12 to 7.3.
 * guest/init.sh loads those that are there in this order.
 */
const NETWORK_MODULES = [
  ...['virtio', 'virtio_ring', 'virtio_pci_legacy_dev', 'virtio_pci_modern_dev', 'virtio_pci'],
  ...['failover', 'net_failover', 'virtio_net'],
] as const;
/** Below a kernel's own folder of modules. */
export const NETWORK_MODULE_FOLDERS = [
  'kernel/drivers/virtio',
  'kernel/drivers/net',
  'kernel/net/core',
] as const;
const MODULE_FILE = /^(\w+)\.ko(?:\.xz|\.zst)?$/;
const DESCRIPTION = 'kernel.json';

export const imageIn = (folder: string): string => join(folder, 'bzImage');
export const modulesIn = (folder: string): string => join(folder, 'modules.cpio');

export async function describeKernel(
  folder: string,
  kernel: Pick<LabKernel, 'release' | 'source'> & { hasModules: boolean },
): Promise<void> {
  await writeFile(join(folder, DESCRIPTION), JSON.stringify(kernel, null, 2) + '\n');
}

/** null when the folder holds no whole kernel. */
export async function readKernel(folder: string): Promise<LabKernel | null> {
  try {
    const text = await readFile(join(folder, DESCRIPTION), 'utf8');
    const { release, source, hasModules } = JSON.parse(text) as {
      release: string;
      source: LabKernel['source'];
      hasModules: boolean;
    };
    return {
      release,
      source,
      image: imageIn(folder),
      modulesArchive: hasModules ? modulesIn(folder) : null,
    };
  } catch {
    return null;
  }
}

export function isNetworkModule(path: string): boolean {
  const name = MODULE_FILE.exec(basename(path))?.[1];
  return NETWORK_MODULES.some((module) => module === name);
}

/** Writes the archive of those network modules that are under `tree`; false when none is. */
export async function archiveModules(
  context: LabContext,
  tree: string,
  archive: string,
  step: LabStep,
): Promise<Outcome<boolean>> {
  const files = (await readdir(tree, { recursive: true })).filter(isNetworkModule);
  const entries = [];
  for (const file of files) {
    const module = await plainModule(context, join(tree, file), step);
    if (module.kind !== 'ok') return module;
    const path = `lib/modules/${basename(module.value)}`;
    const content = await readFile(module.value);
    entries.push({ kind: 'file', path, mode: 0o644, content } as const);
  }
  await writeFile(archive, cpioArchive(entries));
  return ok(files.length > 0);
}

const UNPACKERS = { xz: 'xz', zst: 'zstd' } as const;

/** busybox's insmod takes no compressed modules. */
async function plainModule(
  context: LabContext,
  path: string,
  step: LabStep,
): Promise<Outcome<string>> {
  const ending = path.endsWith('.xz') ? 'xz' : path.endsWith('.zst') ? 'zst' : null;
  if (ending === null) return ok(path);
  const program = UNPACKERS[ending];
  const plain = path.slice(0, -`.${ending}`.length);
  const done = await runStep(
    context,
    [program, '--quiet', '--decompress', '--force', path],
    {
      doing: `unpack ${basename(path)}`,
      code: 'lab-unpack-failed',
      nextStep: `Check that ${program} is installed and that there is space left, then try again.`,
    },
    step,
  );
  return done.kind === 'ok' ? ok(plain) : done;
}
