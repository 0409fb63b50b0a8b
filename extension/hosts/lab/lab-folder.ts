/**
 * A lab's own folder: keys, known hosts, console. Its name tells which process made it, so that what
 * a killed process left can be told from what is in use.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf, isRunning } from './process-identity';

/** Makes a new one in `parent`. */
export async function createLabFolder(parent: string): Promise<string> {
  const { pid, startTime } = identityOf(process.pid);
  const folder = join(parent, [pid, startTime ?? '', randomUUID().slice(0, 8)].join('-'));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** True when the process that made it still runs. */
export function isOwned(folderName: string): boolean {
  const [pid = '', startTime = ''] = folderName.split('-');
  return isRunning({ pid: Number(pid), startTime: startTime === '' ? null : startTime });
}

/** Removes the folders of processes that are gone; their machines went with them. */
export async function removeOrphans(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const orphans = names.filter((name) => !isOwned(name));
  await Promise.all(
    orphans.map((name) => rm(join(parent, name), { recursive: true, force: true })),
  );
}
