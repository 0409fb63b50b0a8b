import { randomUUID } from 'node:crypto';
import { lstat, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where ssh makes the socket of one shared connection. */
export interface ControlSocket {
  readonly path: string;
  /** Takes away what ssh left of it. */
  remove(): Promise<void>;
}

/**
 * A path for a socket that only this user can reach: whoever opens it runs commands on the target.
 * All lie in one folder, so that a process that was killed leaves nothing: ssh removes its socket.
 * Short names: a socket's path has room for about 100 bytes (unix(7)).
 */
export async function createControlSocket(): Promise<ControlSocket> {
  const shared = join(tmpdir(), `scx-studio-${process.getuid?.() ?? 'user'}`);
  await mkdir(shared, { mode: 0o700 }).catch(() => undefined);
  if (await isOwn(shared)) {
    const path = join(shared, randomUUID().slice(0, 8));
    return { path, remove: () => rm(path, { force: true }) };
  }
  const folder = await mkdtemp(join(tmpdir(), 'scx-studio-'));
  return { path: join(folder, 'c'), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Somebody else may have made a folder of this name first, or a link. */
async function isOwn(folder: string): Promise<boolean> {
  const entry = await lstat(folder);
  const isPrivate = (entry.mode & 0o077) === 0;
  return entry.isDirectory() && entry.uid === process.getuid?.() && isPrivate;
}
