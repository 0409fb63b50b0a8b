/** Finds the kernel that a name stands for, and gets it when it is not there yet. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import { builtKernel, builtKernelFolder } from './built-kernel';
import { readKernel, type LabKernel } from './kernel-folder';
import { forgetKernelList, KERNEL_SUITE, readKernelList } from './kernel-list';
import {
  LTS_MINOR,
  minorOf,
  newestRelease,
  packagedReleases,
  parseKernelName,
} from './kernel-name';
import type { LabContext, LabStep } from './lab-context';
import { namedImage } from './named-image';
import { packagedKernel } from './packaged-kernel';

/** One kernel that a lab can run. */
export interface AvailableKernel {
  /** The name to ask for it by: `6.18`. */
  readonly name: string;
  /** null for one that is built and was not built yet. */
  readonly release: string | null;
  readonly source: 'package' | 'build';
  /** True when a boot needs no download and no build. */
  readonly cached: boolean;
}

export interface KernelCatalog {
  resolve(name: string, step: LabStep): Promise<Outcome<LabKernel>>;
  /** The newest of every minor, newest first. */
  list(step: LabStep): Promise<Outcome<AvailableKernel[]>>;
  /** Names of the minors that are here; asks nobody. */
  installed(): Promise<readonly string[]>;
}

export function createKernelCatalog(context: LabContext): KernelCatalog {
  const folder = join(context.folder, 'kernels');
  return {
    resolve(text, step) {
      const name = parseKernelName(text);
      switch (name?.kind) {
        case undefined:
          return Promise.resolve(failed(unknownName(text)));
        case 'image':
          return namedImage(context, name.path, step);
        case 'newest':
          return packagedMinor(context, folder, null, step);
        case 'minor':
          return name.minor === LTS_MINOR
            ? wholeKernel(builtKernel(context, folder, step))
            : packagedMinor(context, folder, name.minor, step);
      }
    },
    async list(step) {
      const listed = await readKernelList(context, folder, null, step);
      if (listed.kind === 'cancelled') return listed;
      const cached = await cachedReleases(folder);
      const packages = listed.kind === 'ok' ? listed.value.map(({ release }) => release) : [];
      return ok([...availableKernels(packages, cached), await ltsKernel(folder)]);
    },
    async installed() {
      const here = availableKernels([], await cachedReleases(folder));
      const kernels = [...here, await ltsKernel(folder)].filter(({ cached }) => cached);
      return kernels.map(({ name }) => name);
    },
  };
}

/** The kernel of a minor that is here, else the newest that the mirror has; null is the newest of all. */
async function packagedMinor(
  context: LabContext,
  folder: string,
  minor: string | null,
  step: LabStep,
): Promise<Outcome<LabKernel>> {
  const here = await newestHere(folder, minor);
  if (here !== null && minor !== null) return ok(here);
  const listed = await readKernelList(context, folder, minor, step);
  if (listed.kind === 'problem' && here !== null) {
    step.onProgress?.(`${listed.problem.message}. Using kernel ${here.release}, which is here`);
    return ok(here);
  }
  if (listed.kind !== 'ok') return listed;
  const releases = listed.value.map(({ release }) => release);
  const release = newestRelease(releases, minor ?? undefined);
  const kernel = listed.value.find((candidate) => candidate.release === release);
  if (kernel === undefined) return failed(kernelGone(minor ?? 'newest', releases));
  const got = await packagedKernel(context, kernel, join(folder, kernel.release), step);
  // The list may be days old: what it names can be gone from the mirror.
  if (got.kind === 'problem') await forgetKernelList(folder);
  return wholeKernel(Promise.resolve(got));
}

async function newestHere(folder: string, minor: string | null): Promise<LabKernel | null> {
  const release = newestRelease(await cachedReleases(folder), minor ?? undefined);
  return release === null ? null : readKernel(join(folder, release));
}

function availableKernels(
  packaged: readonly string[],
  cached: readonly string[],
): AvailableKernel[] {
  const minors = [...new Set([...packaged, ...cached].map(minorOf))];
  const newest = minors.map(
    (minor) => newestRelease(cached, minor) ?? newestRelease(packaged, minor) ?? minor,
  );
  const kernels = newest.map((release) => ({
    name: minorOf(release),
    release,
    source: 'package' as const,
    cached: cached.includes(release),
  }));
  return kernels.sort((a, b) => (newestRelease([a.release, b.release]) === a.release ? -1 : 1));
}

async function ltsKernel(folder: string): Promise<AvailableKernel> {
  const kernel = await readKernel(builtKernelFolder(folder));
  const release = kernel?.release ?? null;
  return { name: LTS_MINOR, release, source: 'build', cached: kernel !== null };
}

async function cachedReleases(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return packagedReleases(names.map((name) => `linux-image-${name}`));
}

async function wholeKernel(got: Promise<Outcome<string>>): Promise<Outcome<LabKernel>> {
  const folder = await got;
  if (folder.kind !== 'ok') return folder;
  const kernel = await readKernel(folder.value);
  if (kernel) return ok(kernel);
  return failed({
    kind: 'internal',
    code: 'lab-broken-cache',
    message: `Could not read the lab kernel in ${folder.value}: its description is missing`,
    nextStep: 'Remove that folder and try again.',
    detail: '',
  });
}

function kernelGone(name: string, releases: readonly string[]): Problem {
  const minors = [...new Set(releases.map(minorOf)), LTS_MINOR];
  return {
    kind: 'target',
    code: 'lab-kernel-gone',
    message: `Could not find a lab kernel ${name}: ${KERNEL_SUITE} has no such kernel (any more)`,
    nextStep: `Choose one of ${minors.join(', ')}, or name a kernel image (lab:/path/to/bzImage).`,
    detail: '',
  };
}

const unknownName = (text: string): Problem => ({
  kind: 'usage',
  code: 'lab-unknown-kernel',
  message: `Could not tell which kernel "${text}" is`,
  nextStep: 'Write "newest", a version like 6.18, or the absolute path of a bzImage.',
  detail: '',
});
