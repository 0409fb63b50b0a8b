import { includedNames, isSource } from '../../core/clang/included-names';
import { folderOfPath, joinedPath, pathBelow } from '../../core/findings/file-path';
import type { Files } from '../../hosts/api';

export interface SourceSearch {
  /** Absolute path of the .bpf.c. */
  readonly source: string;
  /** Absolute folders that flags name. */
  readonly folders: readonly string[];
  /** Files that flags include before the source, as they are written there. */
  readonly included: readonly string[];
}

export interface SentFile {
  /** Absolute path on this machine. */
  readonly path: string;
  readonly content: Uint8Array;
}

export interface SentSources {
  /** The source first. */
  readonly files: readonly SentFile[];
  /** Headers that are named and are there, but lie, or lead by a link, outside of what may be sent. */
  readonly leftOut: readonly string[];
  /** The largest one, when they are too many to be sent; `files` are not all then. */
  readonly tooLarge: string | null;
}

/** With its headers a scheduler usually has some 50 KB. */
export const MOST_SENT_BYTES = 8 * 1024 * 1024;

/**
 * Every header that a source can include: .h and .c files of its project (the git working tree that it is
 * in, else its folder) and of the folders that flags name. `vmlinux.h` is the target's own.
 */
export async function findSources(files: Files, search: SourceSearch): Promise<SentSources> {
  const own = folderOfPath(search.source);
  const folders = [own, joinedPath(own, 'include'), ...search.folders];
  const allowed = await realFolders(files, [await projectFolder(files, own), ...search.folders]);
  const found = new Map<string, Uint8Array>();
  const leftOut = new Set<string>();
  const waiting = [search.source];
  const result = (tooLarge: string | null): SentSources => ({
    files: [...found].map(([path, content]) => ({ path, content })),
    leftOut: [...leftOut],
    tooLarge,
  });
  let bytes = 0;
  let largest = { path: search.source, bytes: 0 };
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const real = found.has(path) ? null : await files.realPath(path);
    if (real?.fileBytes === null || real === null) continue;
    if (!allowed.some((folder) => pathBelow(folder, real.path) !== null) || !isSource(real.path)) {
      leftOut.add(path);
      continue;
    }
    bytes += real.fileBytes;
    if (real.fileBytes > largest.bytes) largest = { path, bytes: real.fileBytes };
    if (bytes > MOST_SENT_BYTES) return result(largest.path);
    const content = (await files.readBytes(path)) ?? new Uint8Array();
    found.set(path, content);
    const names = includedNames(new TextDecoder().decode(content));
    if (path === search.source) names.push(...search.included);
    waiting.push(...candidates(names, [folderOfPath(path), ...folders]));
  }
  return result(null);
}

/** All files that a name can mean, since clang chooses among them by its own rules. */
function candidates(names: readonly string[], folders: readonly string[]): readonly string[] {
  const paths = names
    .filter((name) => name !== 'vmlinux.h')
    .flatMap((name) => folders.map((folder) => joinedPath(folder, name)));
  return [...new Set(paths)];
}

async function projectFolder(files: Files, folder: string): Promise<string> {
  for (let at = folder; folderOfPath(at) !== at; at = folderOfPath(at)) {
    if (await files.exists(joinedPath(at, '.git'))) return at;
  }
  return folder;
}

async function realFolders(files: Files, folders: readonly string[]): Promise<readonly string[]> {
  const real = await Promise.all(folders.map((folder) => files.realPath(folder)));
  return real.flatMap((one) => (one === null ? [] : [one.path]));
}
