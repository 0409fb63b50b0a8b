import type { Problem } from '../../core/findings/problem';
import type { Files } from '../../hosts/api';

/** A file to be made; `path` is relative to the folder. */
export interface WantedFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes the files of a project, all or none: when one is there already, or can't be written, what was
 * made until then is taken back and the problem says which.
 */
export async function writeProject(
  files: Files,
  project: string,
  wanted: readonly WantedFile[],
): Promise<Problem | null> {
  const made: string[] = [];
  let folders: readonly string[] = [];
  try {
    for (const { path } of wanted) {
      if (await files.exists(`${project}/${path}`)) return fileExists(project, path);
    }
    folders = await missingFolders(files, project, wanted);
    for (const { path, content } of wanted) {
      made.push(`${project}/${path}`); // Before it is whole: a full disk leaves a part of it.
      if (await files.create(`${project}/${path}`, content)) continue;
      await takeBack(files, made.slice(0, -1), folders);
      return fileExists(project, path);
    }
    return null;
  } catch (error) {
    await takeBack(files, made, folders);
    return notWritten(project, error);
  }
}

/** The folders that writing makes, the innermost first. */
async function missingFolders(
  files: Files,
  project: string,
  wanted: readonly WantedFile[],
): Promise<string[]> {
  const missing = new Set<string>();
  for (const { path } of wanted) {
    let folder = parentOf(`${project}/${path}`);
    while (folder !== '' && !missing.has(folder) && !(await files.exists(folder))) {
      missing.add(folder);
      folder = parentOf(folder);
    }
  }
  return [...missing].sort((one, other) => other.length - one.length);
}

/** A folder that somebody else put something into in the meantime stays. */
async function takeBack(
  files: Files,
  made: readonly string[],
  folders: readonly string[],
): Promise<void> {
  for (const path of made) if (await files.exists(path)) await files.remove(path);
  for (const folder of folders) {
    const empty = (await files.list(folder)).length === 0;
    if (empty && (await files.exists(folder))) await files.remove(folder);
  }
}

const parentOf = (path: string) =>
  path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), 0));

function fileExists(project: string, path: string): Problem {
  return {
    kind: 'usage',
    code: 'file-exists',
    message: `Could not make ${project}: ${path} is there already, and nothing is overwritten`,
    nextStep: 'Choose another name or another folder.',
    detail: `${project}/${path}`,
  };
}

function notWritten(project: string, error: unknown): Problem {
  return {
    kind: 'tool',
    code: 'project-not-written',
    message: `Could not make ${project}: its files can't be written`,
    nextStep: 'Choose a folder that you may write to, on a disk with space left.',
    detail: error instanceof Error ? error.message : String(error),
  };
}
