import { lstat, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder that only this user can reach, for sockets: whoever opens one of them runs commands on a
 * target, or answers for the user. One for all, so that a process that was killed leaves at most an
 * empty folder; its name is short, since a socket's path has room for about 100 bytes (unix(7)).
 */
export async function privateFolder(): Promise<string> {
  const shared = join(tmpdir(), `scx-studio-${process.getuid?.() ?? 'user'}`);
  await mkdir(shared, { mode: 0o700 }).catch(() => undefined);
  return (await isOwn(shared)) ? shared : mkdtemp(join(tmpdir(), 'scx-studio-'));
}

/** Somebody else may have made a folder of this name first, or a link. */
async function isOwn(folder: string): Promise<boolean> {
  const entry = await lstat(folder).catch(() => null);
  if (entry === null) return false;
  const isPrivate = (entry.mode & 0o077) === 0;
  return entry.isDirectory() && entry.uid === process.getuid?.() && isPrivate;
}
