import { folderOfPath, joinedPath } from '../../core/findings/file-path';
import type { Files } from '../../hosts/api';

/** `scheds/rust/scx_NAME/src/bpf` lies five below the root of the scx project. */
const MOST_LEVELS = 6;

/** The folder of a source and those above it, the nearest first, up to its git working tree or `top`. */
export async function foldersAbove(
  files: Files,
  source: string,
  top: string | null = null,
): Promise<readonly string[]> {
  const folders: string[] = [];
  let at = folderOfPath(source);
  while (folders.length < MOST_LEVELS) {
    folders.push(at);
    const above = folderOfPath(at);
    if (above === at || at === top || (await files.exists(joinedPath(at, '.git')))) break;
    at = above;
  }
  return folders;
}
