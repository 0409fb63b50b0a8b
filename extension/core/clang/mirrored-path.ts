/**
 * Sources that another machine compiles lie there in one folder (the tree) as they lie here: `/home/me/a.h` at
 * TREE/home/me/a.h, `C:\me\a.h` at TREE/C:/me/a.h, `\\server\share\a.h` at TREE/UNC/server/share/a.h.
 */
import { folderOfPath, joinedPath } from '../findings/file-path';

/** Where an absolute path of this machine lies in the tree, from `/` on. */
export function mirroredPath(path: string): string {
  const plain = joinedPath(path, '.');
  if (plain.startsWith('/')) return plain;
  const slashed = plain.replaceAll('\\', '/');
  return slashed.startsWith('//') ? `/UNC${slashed.slice(1)}` : `/${slashed}`;
}

/** One part of the tree and what it is called on this machine. */
export interface PathMap {
  /** From the tree on: '' is the tree itself. */
  readonly from: string;
  readonly to: string;
}

/**
 * Maps that give all `files` their own names back, for clang's -ffile-prefix-map: the more exact ones last,
 * where clang 17 and later look first (earlier ones take the longest). Its FROM can't have a `=`: below
 * such a Windows folder, names keep their forward slashes.
 */
export function prefixMaps(files: readonly string[]): readonly PathMap[] {
  const windows = files.filter((file) => !file.startsWith('/'));
  if (windows.length === 0) return [{ from: '', to: '' }];
  const folders = [...new Set(windows.map(folderOfPath))].sort((a, b) => a.length - b.length);
  const exact = folders
    .map((folder) => ({ from: `${mirroredPath(folder)}/`, to: `${folder}\\` }))
    .filter(({ from }) => !from.includes('='));
  return [{ from: '/UNC/', to: '\\\\' }, { from: '/', to: '' }, ...exact];
}

/** The folders of the other machine that its texts speak of. */
export interface MirrorPlaces {
  readonly tree: string;
  /** Absolute paths on this machine, all that were sent. */
  readonly files: readonly string[];
}

/** What the other machine said, with the paths of this machine in place of those in its tree. */
export function inLocalPaths(text: string, { tree, files }: MirrorPlaces): string {
  const longestFirst = [...files].sort((a, b) => b.length - a.length);
  let local = text;
  for (const file of longestFirst) local = local.replaceAll(tree + mirroredPath(file), file);
  if (files.every((file) => file.startsWith('/'))) return local.replaceAll(`${tree}/`, '/');
  return local.replaceAll(`${tree}/UNC/`, '\\\\').replaceAll(`${tree}/`, '');
}
