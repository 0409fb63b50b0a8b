/** Finds the kernel that a name stands for, and gets it when it is not there yet. */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import { builtKernel, builtKernelFolder } from './built-kernel';
import { readKernel, type LabKernel } from './kernel-folder';
import {
  LTS_MINOR,
  minorOf,
  newestRelease,
  packagedReleases,
  packagesOf,
  parseKernelName,
} from './kernel-name';
import type { LabContext, LabStep } from './lab-context';
import { namedImage } from './named-image';
import { packagedKernel } from './packaged-kernel';
import { openPrivateApt } from './private-apt';

/** Debian's suite with kernels that have CONFIG_SCHED_CLASS_EXT on. */
const KERNEL_SUITE = 'trixie-backports';
/** How long `newest` means the newest of the list read last. */
const LIST_MAX_AGE_MS = 7 * 24 * 3600 * 1000;

interface PackagedKernel {
  readonly release: string;
  readonly packages: readonly string[];
}

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
}

export function createKernelCatalog(context: LabContext): KernelCatalog {
  const folder = join(context.folder, 'kernels');
  const apt = (step: LabStep) => openPrivateApt(context, 'kernels', [KERNEL_SUITE], step);

  const packaged = async (minor: string | null, step: LabStep): Promise<Outcome<LabKernel>> => {
    const cached = await cachedReleases(folder);
    const mine = minor === null ? null : newestRelease(cached, minor);
    const known = mine === null ? null : await readKernel(join(folder, mine));
    if (known) return ok(known);
    const listed = await readList(folder, minor, step, () => readPackages(apt, step));
    if (listed.kind === 'cancelled') return listed;
    if (listed.kind === 'problem') return (await newestOf(folder, cached, minor, step)) ?? listed;
    const releases = listed.value.map(({ release }) => release);
    const release = newestRelease(releases, minor ?? undefined);
    const kernel = listed.value.find((candidate) => candidate.release === release);
    if (kernel === undefined) return failed(kernelGone(minor ?? 'newest', releases));
    const place = join(folder, kernel.release);
    const got = await packagedKernel(context, () => apt(step), kernel, place, step);
    return got.kind === 'ok' ? wholeKernel(got.value) : got;
  };

  return {
    async resolve(text, step) {
      const name = parseKernelName(text);
      if (name === null) return failed(unknownName(text));
      if (name.kind === 'image') return namedImage(context, name.path, step);
      if (name.kind === 'minor' && name.minor === LTS_MINOR) {
        const built = await builtKernel(context, folder, step);
        return built.kind === 'ok' ? wholeKernel(built.value) : built;
      }
      return packaged(name.kind === 'minor' ? name.minor : null, step);
    },
    async list(step) {
      const listed = await readList(folder, null, step, () => readPackages(apt, step));
      if (listed.kind === 'cancelled') return listed;
      const cached = await cachedReleases(folder);
      const packages = listed.kind === 'ok' ? listed.value.map(({ release }) => release) : [];
      return ok([...availableKernels(packages, cached), await ltsKernel(folder)]);
    },
  };
}

/** Without the package lists, a kernel that is already here will do. */
async function newestOf(folder: string, cached: string[], minor: string | null, step: LabStep) {
  const release = newestRelease(cached, minor ?? undefined);
  const kernel = release === null ? null : await readKernel(join(folder, release));
  if (kernel === null) return null;
  step.onProgress?.(`Could not read the package lists; using kernel ${kernel.release}, which is here`);
  return ok(kernel);
}

function availableKernels(packaged: readonly string[], cached: readonly string[]): AvailableKernel[] {
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

async function wholeKernel(folder: string): Promise<Outcome<LabKernel>> {
  const kernel = await readKernel(folder);
  if (kernel) return ok(kernel);
  return failed({
    kind: 'internal',
    code: 'lab-broken-cache',
    message: `Could not read the lab kernel in ${folder}: its description is missing`,
    nextStep: 'Remove that folder and try again.',
    detail: '',
  });
}

async function readPackages(
  apt: (step: LabStep) => ReturnType<typeof openPrivateApt>,
  step: LabStep,
): Promise<Outcome<PackagedKernel[]>> {
  const opened = await apt(step);
  if (opened.kind !== 'ok') return opened;
  const names = await opened.value.packageNames(step);
  if (names.kind !== 'ok') return names;
  const releases = packagedReleases(names.value);
  return ok(releases.map((release) => ({ release, packages: packagesOf(release, names.value) })));
}

/** The list read last while it is young enough and knows `minor`, else a new one. */
async function readList(
  folder: string,
  minor: string | null,
  step: LabStep,
  read: () => Promise<Outcome<PackagedKernel[]>>,
): Promise<Outcome<PackagedKernel[]>> {
  const path = join(folder, 'available.json');
  try {
    const last = JSON.parse(await readFile(path, 'utf8')) as { readAt: number; kernels: PackagedKernel[] };
    const isKnown = minor === null || last.kernels.some(({ release }) => minorOf(release) === minor);
    const age = Date.now() - last.readAt;
    if (isKnown && age >= 0 && age < LIST_MAX_AGE_MS) return ok(last.kernels);
  } catch {
    // None was read yet.
  }
  const kernels = await read();
  if (kernels.kind !== 'ok') return kernels;
  await mkdir(folder, { recursive: true });
  await writeFile(`${path}.${process.pid}`, JSON.stringify({ readAt: Date.now(), kernels: kernels.value }));
  await rename(`${path}.${process.pid}`, path);
  return kernels;
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
