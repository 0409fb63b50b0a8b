import { readCargoManifest } from '../../core/project/cargo-manifest';
import { baseNameOf, joinedPath } from '../../core/findings/file-path';
import type { Files } from '../../hosts/api';
import { foldersAbove } from './folders-above';
import { isSchedulerObject, MOST_OBJECT_BYTES } from './scheduler-bytes';

export interface FoundObject {
  /** Absolute, as it was found: links are not followed in it. */
  readonly path: string;
  /** Built since the source was changed for the last time. */
  readonly isCurrent: boolean;
}

/** Where make, meson, cargo and libbpf's examples put what they build. */
const OUTPUT = /^(?:build.*|target|out|\.output)$/;
/** A folder of cargo's for what a build script of a crate wrote: `scx_rusty-0123456789abcdef`. */
const CRATE_FOLDER = /^(.+)-[0-9a-f]{16}$/;
/** Where tools keep what is no object of ours, thousands of files among it. */
const SKIPPED = /^(?:deps|incremental|examples|node_modules|\.git|\.fingerprint)$/;
/** Only folders are walked; meson's private ones (`NAME.p`) are the only ones with such an ending. */
const HAS_ENDING = /\.(?!p$|output$)[A-Za-z0-9]+$/;
/** `target/TRIPLE/release/build/CRATE-HASH/out` is six deep. */
const MOST_DEPTH = 6;
const MOST_FOLDERS = 1000;
/** The newest; what is left out can be picked as a file. */
const MOST_OBJECTS = 8;

/**
 * Objects that the project's own build made of a source, those that are newer than it first, then the newest:
 * `NAME.bpf.o` beside it or in a folder for output of the folders above it, and all that a build script of its crate
 * wrote (scx_cargo links all parts to `bpf.bpf.o`, as seen with scx 1.1.2). Each folder is walked once, however many
 * links lead there, and none outside of the folder for output; only what holds a scheduler is an object.
 */
export async function foundObjects(files: Files, source: string): Promise<readonly FoundObject[]> {
  const folders = await foldersAbove(files, source);
  const wanted = {
    name: baseNameOf(source).replace(/\.c$/, '.o'),
    crate: await crateOf(files, folders),
  };
  const walk: Walk = { files, seen: new Set(), paths: [], wanted };
  const [own] = folders;
  if (own !== undefined) walk.paths.push(joinedPath(own, wanted.name));
  for (const folder of folders) {
    for (const name of (await namesIn(files, folder)).filter((known) => OUTPUT.test(known))) {
      const output = joinedPath(folder, name);
      const real = await files.realPath(output);
      if (real !== null) await walkFolder(walk, output, real.path, MOST_DEPTH);
    }
  }
  return ordered(files, source, walk.paths);
}

interface Walk {
  readonly files: Files;
  /** Real paths. */
  readonly seen: Set<string>;
  readonly paths: string[];
  readonly wanted: { readonly name: string; readonly crate: string | null };
}

async function walkFolder(walk: Walk, folder: string, root: string, depth: number): Promise<void> {
  const { files, seen, paths, wanted } = walk;
  const real = await files.realPath(folder);
  if (real?.fileBytes !== null || seen.has(real.path)) return;
  if (real.path !== root && !real.path.startsWith(root + separatorOf(root))) return;
  if (seen.size >= MOST_FOLDERS) return;
  seen.add(real.path);
  const names = await namesIn(files, folder);
  const objects = isOfCrate(folder, wanted.crate)
    ? linked(names.filter((name) => name.endsWith('.bpf.o')))
    : names.filter((name) => name === wanted.name);
  paths.push(...objects.map((name) => joinedPath(folder, name)));
  if (depth === 0) return;
  for (const name of names) {
    const [, crate] = CRATE_FOLDER.exec(name) ?? [];
    if (crate !== undefined && crate !== wanted.crate) continue;
    if (SKIPPED.test(name) || HAS_ENDING.test(name)) continue;
    await walkFolder(walk, joinedPath(folder, name), root, depth - 1);
  }
}

const separatorOf = (path: string): string => (path.startsWith('/') ? '/' : '\\');

/** `…/build/CRATE-HASH/out` of the crate. */
function isOfCrate(folder: string, crate: string | null): boolean {
  if (crate === null || baseNameOf(folder) !== 'out') return false;
  return CRATE_FOLDER.exec(baseNameOf(joinedPath(folder, '..')))?.[1] === crate;
}

/** The whole scheduler where it is linked: its parts can't be loaded by themselves. */
function linked(names: readonly string[]): readonly string[] {
  return names.includes('bpf.bpf.o') ? ['bpf.bpf.o'] : names;
}

async function crateOf(files: Files, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const text = await files.readText(joinedPath(folder, 'Cargo.toml'));
    if (text !== null) return readCargoManifest(text).packageName;
  }
  return null;
}

/** Empty where the folder may not be read. */
async function namesIn(files: Files, folder: string): Promise<readonly string[]> {
  try {
    return await files.list(folder);
  } catch {
    return [];
  }
}

async function ordered(
  files: Files,
  source: string,
  paths: readonly string[],
): Promise<readonly FoundObject[]> {
  const changedMs = (await files.modified(source)) ?? 0;
  const dated = await Promise.all(
    paths.map(async (path) => ({ path, builtMs: (await files.modified(path)) ?? 0 })),
  );
  const newest = dated.sort((a, b) => b.builtMs - a.builtMs).slice(0, MOST_OBJECTS);
  const isObject = await Promise.all(newest.map(({ path }) => holdsScheduler(files, path)));
  // The newest first is also: those that are newer than the source first.
  return newest
    .filter((_, index) => isObject[index])
    .map(({ path, builtMs }) => ({ path, isCurrent: builtMs >= changedMs }));
}

async function holdsScheduler(files: Files, path: string): Promise<boolean> {
  const size = (await files.realPath(path))?.fileBytes ?? null;
  if (size === null || size > MOST_OBJECT_BYTES) return false;
  const bytes = await files.readBytes(path);
  return bytes !== null && isSchedulerObject(bytes);
}
