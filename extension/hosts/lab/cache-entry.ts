/**
 * What is slow to make is made once, by one process, and is there whole or not at all: it is made in
 * a folder beside its place and renamed into it. A process that dies half-way leaves a folder and a
 * lock that the next one recognises as nobody's.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CANCELLED, ok, type Outcome } from '../../core/findings/problem';
import type { LabStep } from './lab-context';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity';

const LOCK_POLL_MS = 200;

/** The folder `path`, made by `make` (which gets an empty folder to fill) if it is not there yet. */
export async function cacheEntry(
  path: string,
  step: LabStep,
  make: (folder: string) => Promise<Outcome<unknown>>,
): Promise<Outcome<string>> {
  if (await exists(path)) return ok(path);
  await mkdir(dirname(path), { recursive: true });
  const lock = await takeLock(`${path}.lock`, step);
  if (lock === null) return CANCELLED;
  const part = `${path}.part`;
  try {
    if (await exists(path)) return ok(path); // Another process made it while we waited.
    await rm(part, { recursive: true, force: true });
    await mkdir(part);
    const made = await make(part);
    if (made.kind !== 'ok') return made;
    await rename(part, path);
    return ok(path);
  } finally {
    await rm(part, { recursive: true, force: true });
    await rm(lock, { force: true });
  }
}

/** Path of the lock once it is ours; null when cancelled while waiting. */
async function takeLock(path: string, step: LabStep): Promise<string | null> {
  for (let told = false; ; told = true) {
    if (step.signal?.aborted === true) return null;
    if (await createLock(path)) return path;
    const owner = await lockOwner(path);
    if (owner !== null && !isRunning(owner)) {
      await breakLock(path, owner);
      continue;
    }
    if (!told)
      step.onProgress?.(`Waiting for another process that prepares ${basename(path, '.lock')}`);
    await sleep(LOCK_POLL_MS);
  }
}

/** A link appears with its content or not at all. */
async function createLock(path: string): Promise<boolean> {
  const mine = `${path}.${randomUUID()}`;
  await writeFile(mine, JSON.stringify(identityOf(process.pid)));
  try {
    await link(mine, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
}

/** null when the lock is gone. */
async function lockOwner(path: string): Promise<ProcessIdentity | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}

/** Moved away first: of several processes that see a dead owner's lock, one succeeds. */
async function breakLock(path: string, owner: ProcessIdentity): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
    const moved = await lockOwner(aside);
    if (moved !== null && moved.pid !== owner.pid && isRunning(moved)) await rename(aside, path);
    else await rm(aside, { force: true });
  } catch {
    // Somebody else was faster.
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
