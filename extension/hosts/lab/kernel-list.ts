/** The packaged kernels of the mirror, as read last: a boot should need no network. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Outcome } from '../../core/findings/problem';
import { minorOf, packagedReleases, packagesOf } from './kernel-name';
import type { LabContext, LabStep } from './lab-context';
import { openPrivateApt, type PrivateApt } from './private-apt';

/** Debian's suite with kernels that have CONFIG_SCHED_CLASS_EXT on. */
export const KERNEL_SUITE = 'trixie-backports';

export interface PackagedKernel {
  readonly release: string;
  readonly packages: readonly string[];
}

/** How long `newest` means the newest of the list read last. */
const LIST_MAX_AGE_MS = 7 * 24 * 3600 * 1000;
const listIn = (folder: string): string => join(folder, 'available.json');

export const kernelApt = (context: LabContext, step: LabStep): Promise<Outcome<PrivateApt>> =>
  openPrivateApt(context, 'kernels', [KERNEL_SUITE], step);

/** The kept list while it is young and knows `minor` (null: whatever it has), else a new one. */
export async function readKernelList(
  context: LabContext,
  folder: string,
  minor: string | null,
  step: LabStep,
): Promise<Outcome<PackagedKernel[]>> {
  const kept = await readKeptList(folder);
  const isKnown = minor === null || kept?.some(({ release }) => minorOf(release) === minor);
  if (kept !== null && isKnown === true) return ok(kept);
  const apt = await kernelApt(context, step);
  if (apt.kind !== 'ok') return apt;
  const names = await apt.value.packageNames(step);
  if (names.kind !== 'ok') return names;
  const kernels = packagedReleases(names.value).map((release) => ({
    release,
    packages: packagesOf(release, names.value),
  }));
  await keepList(folder, kernels);
  return ok(kernels);
}

export async function forgetKernelList(folder: string): Promise<void> {
  await rm(listIn(folder), { force: true });
}

async function readKeptList(folder: string): Promise<PackagedKernel[] | null> {
  try {
    const text = await readFile(listIn(folder), 'utf8');
    const { readAt, kernels } = JSON.parse(text) as { readAt: number; kernels: PackagedKernel[] };
    const age = Date.now() - readAt;
    return age >= 0 && age < LIST_MAX_AGE_MS ? kernels : null;
  } catch {
    return null; // None was read yet.
  }
}

async function keepList(folder: string, kernels: readonly PackagedKernel[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const part = `${listIn(folder)}.${process.pid}`;
  await writeFile(part, JSON.stringify({ readAt: Date.now(), kernels }));
  await rename(part, listIn(folder));
}
