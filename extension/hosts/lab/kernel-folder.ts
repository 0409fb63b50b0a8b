/** A kernel as labs keep it: a folder with these two files, named after its release or recipe. */
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
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

/** In the order in which the guest loads them; Linux 6.12 to 7.3. */
const NETWORK_MODULES = ['failover', 'net_failover', 'virtio_net'] as const;
const MODULE_FILE = /^(\w+)\.ko(?:\.xz)?$/;
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

/** Writes the archive of those network modules that are somewhere under `tree`; false when none is. */
export async function archiveModules(
  context: LabContext,
  tree: string,
  archive: string,
  step: LabStep,
): Promise<Outcome<boolean>> {
  const files = (await readdir(tree, { recursive: true })).filter((path) => {
    const name = MODULE_FILE.exec(basename(path))?.[1];
    return NETWORK_MODULES.some((module) => module === name);
  });
  const entries = [];
  for (const file of files) {
    const module = await plainModule(context, join(tree, file), step);
    if (module.kind !== 'ok') return module;
    const path = `lib/modules/${basename(module.value)}`;
    entries.push({
      kind: 'file',
      path,
      mode: 0o644,
      content: await readFile(module.value),
    } as const);
  }
  await writeFile(`${archive}.part`, cpioArchive(entries));
  await rename(`${archive}.part`, archive);
  return ok(files.length > 0);
}

/** busybox's insmod takes no compressed modules. */
async function plainModule(
  context: LabContext,
  path: string,
  step: LabStep,
): Promise<Outcome<string>> {
  if (!path.endsWith('.xz')) return ok(path);
  const done = await runStep(
    context,
    ['xz', '--decompress', '--force', path],
    {
      doing: `unpack ${basename(path)}`,
      code: 'lab-unpack-failed',
      nextStep: 'Install xz-utils (Debian: apt install xz-utils).',
    },
    step,
  );
  return done.kind === 'ok' ? ok(path.slice(0, -'.xz'.length)) : done;
}
