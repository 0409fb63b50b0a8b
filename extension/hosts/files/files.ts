import {
  mkdir,
  open,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { Files, RealPath } from '../api';

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** null when there is no such file; any other failure (no permission, a folder) is thrown. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** What can't be followed or looked at (a loop, no permission) leads nowhere. */
async function realPath(path: string): Promise<RealPath | null> {
  try {
    const real = await realpath(path);
    const found = await stat(real);
    return { path: real, fileBytes: found.isFile() ? found.size : null };
  } catch {
    return null;
  }
}

/** Renamed over the target when it is whole, so that a crash or a full disk leaves the old file. */
async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    await writeFile(part, content);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function create(path: string, content: string | Uint8Array): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The developer's file system. */
export function createFiles(): Files {
  return {
    readText: (path) => orNull(readFile(path, 'utf8')),
    readBytes: (path) => orNull(readFile(path)),
    write,
    create,
    exists: async (path) => (await orNull(stat(path))) !== null,
    list: async (folder) => ((await orNull(readdir(folder))) ?? []).sort(),
    remove: (path) => rm(path, { recursive: true, force: true }),
    realPath,
    modified: async (path) => (await orNull(stat(path)))?.mtimeMs ?? null,
  };
}
