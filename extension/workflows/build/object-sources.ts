import { createHash } from 'node:crypto';
import type { Files } from '../../hosts/api';
import type { ObjectSource } from '../scheduler-object';

/** Not where a scheduler's own code is: the kernel's types, and what the system provides. */
const FOREIGN = /(?:^|[\\/])vmlinux\.h$|^\/usr\//;

/** The scheduler, then its own headers, as they are now: right after they were compiled. */
export async function readSources(
  files: Files,
  source: string,
  dependencies: readonly string[],
): Promise<readonly ObjectSource[]> {
  const headers = dependencies.filter((path) => path !== source && !FOREIGN.test(path));
  const read = await Promise.all([source, ...headers].map((path) => readSource(files, path)));
  return read.filter((one) => one !== null);
}

async function readSource(files: Files, path: string): Promise<ObjectSource | null> {
  const bytes = await files.readBytes(path);
  if (bytes === null) return null;
  // A byte order mark stays, as in every other text that is read: columns count it.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return { path, text, sha256: sha256(bytes) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
