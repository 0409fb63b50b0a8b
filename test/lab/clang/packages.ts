/**
 * The oldest clang that schedulers are built with and the newest that is packaged, from Debian packages
 * that are unpacked and never installed: which clang a machine has stays its user's matter.
 */
import { createHash } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Outcome } from '../../../extension/core/findings/problem';
import { cacheEntry } from '../../../extension/hosts/lab/cache-entry';
import { runStep, type LabContext, type LabStep } from '../../../extension/hosts/lab/lab-context';
import { unpackPackages } from '../../../extension/hosts/lab/packaged-kernel';
import { CACHE } from '../lab-target';

const OLDEST = 16;
/** Their other libraries are those of the clang that is installed to build schedulers. */
const PACKAGES = ['clang-N', 'libclang-cppN', 'libllvmN'];

const FETCHING = {
  doing: 'download clang packages',
  code: 'clang-download-failed',
  nextStep: 'Check that "apt-get update" works on this machine, then try again.',
} as const;

const RECIPE = createHash('sha256')
  .update(JSON.stringify([OLDEST, PACKAGES]))
  .digest('hex');
const FOLDER = join(CACHE, 'clang', RECIPE.slice(0, 12));

/** Absolute paths of programs that are called as clang is, the oldest first. */
export function otherClangs(): string[] {
  const versions = readdirSync(FOLDER).flatMap((name) => /^clang-(\d+)$/.exec(name)?.[1] ?? []);
  return versions.toSorted((a, b) => Number(a) - Number(b)).map((n) => join(FOLDER, `clang-${n}`));
}

/** Downloads and unpacks them, once. With the machine's own package sources: new ones are security updates. */
export function ensureClangs(tools: LabContext['tools'], step: LabStep): Promise<Outcome<string>> {
  return cacheEntry(FOLDER, step, async (part) => {
    step.onProgress?.('clang, the oldest and the newest: into .cache/clang, 85 MB once');
    const context = { folder: part, tools };
    const listed = await runStep(context, ['apt-cache', 'pkgnames', 'clang-'], FETCHING, step);
    if (listed.kind !== 'ok') return listed;
    const versions = [...listed.value.matchAll(/^clang-(\d+)$/gm)].map(([, n]) => Number(n));
    const wanted = [OLDEST, Math.max(OLDEST, ...versions)];
    const packages = wanted.flatMap((n) => PACKAGES.map((name) => name.replace('N', String(n))));
    const fetch = ['apt-get', '-q', 'download', ...packages] as const;
    const fetched = await runStep(context, [...fetch], FETCHING, { ...step, cwd: part });
    if (fetched.kind !== 'ok') return fetched;
    const unpacked = await unpackPackages(context, part, part, step);
    if (unpacked.kind !== 'ok') return unpacked;
    for (const version of wanted) await writeCaller(part, version);
    await removeUnused(part);
    return ok(undefined);
  });
}

/** It finds its libraries wherever the folder is. */
async function writeCaller(folder: string, version: number): Promise<void> {
  const script = `#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH=$here/usr/lib/x86_64-linux-gnu:$here/usr/lib/llvm-${version}/lib \\
	exec "$here/usr/lib/llvm-${version}/bin/clang" "$@"
`;
  await writeFile(join(folder, `clang-${version}`), script);
  await chmod(join(folder, `clang-${version}`), 0o755);
}

async function removeUnused(folder: string): Promise<void> {
  const unused = ['apt', 'usr/bin', 'usr/share'];
  await Promise.all(unused.map((path) => rm(join(folder, path), { recursive: true, force: true })));
}
