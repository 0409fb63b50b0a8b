import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import { cacheEntry } from './cache-entry';
import { archiveModules, describeKernel, imageIn, modulesIn } from './kernel-folder';
import { kernelApt, type PackagedKernel } from './kernel-list';
import { runStep, type LabContext, type LabStep } from './lab-context';

/** Downloads and unpacks one packaged kernel into `folder`, once. */
export function packagedKernel(
  context: LabContext,
  kernel: PackagedKernel,
  folder: string,
  step: LabStep,
): Promise<Outcome<string>> {
  return cacheEntry(folder, step, async (part) => {
    const opened = await kernelApt(context, step);
    if (opened.kind !== 'ok') return opened;
    step.onProgress?.(`Downloading kernel ${kernel.release}`);
    const fetched = await opened.value.download(kernel.packages, part, step);
    if (fetched.kind !== 'ok') return fetched;
    const tree = join(part, 'tree');
    const unpacked = await unpackPackages(context, part, tree, step);
    if (unpacked.kind !== 'ok') return unpacked;
    return keepKernel(context, kernel.release, tree, part, step);
  });
}

/** Moves what a lab needs out of the unpacked packages and drops the rest (400 MB of modules). */
async function keepKernel(
  context: LabContext,
  release: string,
  tree: string,
  folder: string,
  step: LabStep,
): Promise<Outcome<void>> {
  const files = await readdir(tree, { recursive: true });
  // /boot/vmlinuz-<release>, or from 7.2 on /usr/lib/modules/<release>/vmlinuz.
  const names = ['vmlinuz', `vmlinuz-${release}`];
  const image = files.find((path) => names.includes(basename(path)));
  if (image === undefined) {
    return failed({
      kind: 'internal',
      code: 'lab-no-image-in-package',
      message: `Could not find the image of kernel ${release} in its Debian packages`,
      nextStep: 'Try another kernel: "scx-studio lab list" names them.',
      detail: files.slice(0, 20).join('\n'),
    });
  }
  await rename(join(tree, image), imageIn(folder));
  const modules = await archiveModules(context, tree, modulesIn(folder), step);
  if (modules.kind !== 'ok') return modules;
  await describeKernel(folder, { release, source: 'package', hasModules: modules.value });
  await rm(tree, { recursive: true });
  return ok(undefined);
}

/** Unpacks every package file of `folder` into `tree` and removes it. */
export async function unpackPackages(
  context: LabContext,
  folder: string,
  tree: string,
  step: LabStep,
): Promise<Outcome<void>> {
  await mkdir(tree, { recursive: true });
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.deb')).sort()) {
    const unpacked = await runStep(
      context,
      ['dpkg-deb', '-x', join(folder, name), tree],
      {
        doing: `unpack ${name}`,
        code: 'lab-unpack-failed',
        nextStep: `Check that there is space left in ${context.folder}, then try again.`,
      },
      step,
    );
    if (unpacked.kind !== 'ok') return unpacked;
    await rm(join(folder, name));
  }
  return ok(undefined);
}
