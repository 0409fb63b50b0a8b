/** The long-term kernel, built from Debian's kernel source: once, then cached. */
import { appendFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { CANCELLED, failed, ok, type Outcome } from '../../core/findings/problem';
import { startProcess } from '../processes/process';
import { cacheEntry } from './cache-entry';
import { describeKernel, imageIn } from './kernel-folder';
import { LTS_MINOR } from './kernel-name';
import { runStep, stepProblem, type Doing, type LabContext, type LabStep } from './lab-context';
import { LTS_KERNEL_CONFIG, REQUIRED_OPTIONS } from './lts-config';
import { tiedToOwner } from './owned-process';
import { unpackPackages } from './packaged-kernel';
import { openPrivateApt } from './private-apt';

const SOURCE_SUITE = 'bookworm-backports';
const SOURCE_PACKAGE = `linux-source-${LTS_MINOR}`;
/** What the build calls, and the Debian packages that have it. */
const BUILD_TOOLS = ['gcc', 'make', 'flex', 'bison', 'bc', 'pahole', 'xz'] as const;
const DEBIAN_PACKAGES = 'gcc make flex bison bc libelf-dev libssl-dev dwarves xz-utils';
/** A build compiles about this many files, as seen with 6.12.95. */
const EXPECTED_FILES = 1450;
const PROGRESS_EVERY_FILES = 100;
/** Neither user, machine nor time gets into the kernel's version text. */
const BUILD_ENVIRONMENT = {
  KBUILD_BUILD_USER: 'scx-studio',
  KBUILD_BUILD_HOST: 'lab',
  KBUILD_BUILD_TIMESTAMP: 'Thu Jan  1 00:00:00 UTC 1970',
} as const;

const BUILDING: Doing = {
  doing: `build the ${LTS_MINOR} lab kernel`,
  code: 'lab-kernel-build-failed',
  nextStep: `Check that these Debian packages are installed: ${DEBIAN_PACKAGES}; then try again.`,
};

/** The kernel's own Makefile refuses such a path (6.12): better before a download of 150 MB than after it. */
const UNBUILDABLE_PATH = /[\s:]/;
const PATH_REFUSED: Doing = {
  ...BUILDING,
  nextStep:
    'Put the cache, or the checkout that it is in, where the path has neither blanks nor colons.',
};

/** Named after the recipe: another configuration is another kernel. */
export function builtKernelFolder(kernels: string): string {
  const recipe = createHash('sha256').update(LTS_KERNEL_CONFIG).digest('hex').slice(0, 8);
  return join(kernels, `built-${LTS_MINOR}-${recipe}`);
}

export function builtKernel(
  context: LabContext,
  kernels: string,
  step: LabStep,
): Promise<Outcome<string>> {
  return cacheEntry(builtKernelFolder(kernels), step, async (part) => {
    if (UNBUILDABLE_PATH.test(part)) {
      const stderr = `a kernel can't be built in ${part}`;
      return failed(stepProblem(PATH_REFUSED, { exitCode: null, stderr }));
    }
    for (const tool of BUILD_TOOLS) {
      if ((await context.tools.find([tool])) === null) {
        return failed(
          stepProblem(BUILDING, { exitCode: null, stderr: `${tool} is not installed` }),
        );
      }
    }
    const tree = await sourceTree(context, part, step);
    if (tree.kind !== 'ok') return tree;
    const configured = await configure(context, tree.value, step);
    if (configured.kind !== 'ok') return configured;
    const compiled = await compile(context, tree.value, step);
    if (compiled.kind !== 'ok') return compiled;
    const release = await readFile(join(tree.value, 'include/config/kernel.release'), 'utf8');
    await rename(join(tree.value, 'arch/x86/boot/bzImage'), imageIn(part));
    await describeKernel(part, { release: release.trim(), source: 'build', hasModules: false });
    await rm(tree.value, { recursive: true });
    return ok(undefined);
  });
}

async function sourceTree(
  context: LabContext,
  folder: string,
  step: LabStep,
): Promise<Outcome<string>> {
  const apt = await openPrivateApt(context, 'source', [SOURCE_SUITE], step);
  if (apt.kind !== 'ok') return apt;
  step.onProgress?.(`Downloading ${SOURCE_PACKAGE} (150 MB)`);
  const fetched = await apt.value.download([SOURCE_PACKAGE], folder, step);
  if (fetched.kind !== 'ok') return fetched;
  const packageTree = join(folder, 'package');
  const unpacked = await unpackPackages(context, folder, packageTree, step);
  if (unpacked.kind !== 'ok') return unpacked;
  step.onProgress?.('Unpacking the kernel source (1.5 GB)');
  const archive = join(packageTree, 'usr/src', `${SOURCE_PACKAGE}.tar.xz`);
  const tree = join(folder, 'source');
  await mkdir(tree);
  const argv = ['tar', '-xf', archive, '-C', tree, '--strip-components=1'] as const;
  const extracted = await runStep(context, [...argv], BUILDING, step);
  if (extracted.kind !== 'ok') return extracted;
  await rm(packageTree, { recursive: true });
  const names = await readdir(tree);
  return names.includes('Makefile')
    ? ok(tree)
    : failed(
        stepProblem(BUILDING, { exitCode: null, stderr: `${SOURCE_PACKAGE} has no Makefile` }),
      );
}

async function configure(
  context: LabContext,
  tree: string,
  step: LabStep,
): Promise<Outcome<unknown>> {
  step.onProgress?.(`Configuring kernel ${LTS_MINOR}`);
  const inTree = { ...step, cwd: tree };
  const tiny = await runStep(context, ['make', 'tinyconfig'], BUILDING, inTree);
  if (tiny.kind !== 'ok') return tiny;
  const config = join(tree, '.config');
  await appendFile(config, LTS_KERNEL_CONFIG);
  const complete = await runStep(context, ['make', 'olddefconfig'], BUILDING, inTree);
  if (complete.kind !== 'ok') return complete;
  const lines = new Set((await readFile(config, 'utf8')).split('\n'));
  const missing = REQUIRED_OPTIONS.filter((option) => !lines.has(option));
  if (missing.length === 0) return complete;
  const stderr = `the configuration lost ${missing.join(', ')}`;
  return failed(stepProblem(BUILDING, { exitCode: null, stderr }));
}

/** Politely: the user works on while it runs. Cancelling ends make, which ends its compilers. */
async function compile(context: LabContext, tree: string, step: LabStep): Promise<Outcome<void>> {
  const jobs = availableParallelism();
  step.onProgress?.(`Building kernel ${LTS_MINOR} with ${jobs} jobs (several minutes, once)`);
  let files = 0;
  // make ends its compilers when it is asked to end, not when it is killed.
  const argv = await tiedToOwner(context.tools, ['nice', 'make', `-j${jobs}`, 'bzImage'], 'TERM');
  const make = startProcess(argv, {
    cwd: tree,
    env: BUILD_ENVIRONMENT,
    signal: step.signal,
    onLine: (line) => {
      if (!/^ {2}(?:CC|AS) /.test(line) || ++files % PROGRESS_EVERY_FILES !== 0) return;
      step.onProgress?.(`Building kernel ${LTS_MINOR}: ${files} of about ${EXPECTED_FILES} files`);
    },
  });
  const exit = await make.done;
  if (step.signal?.aborted === true) return CANCELLED;
  return exit.exitCode === 0 ? ok(undefined) : failed(stepProblem(BUILDING, exit));
}
