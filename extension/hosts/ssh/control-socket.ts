import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { privateFolder } from './private-folder';

/** Where ssh makes the socket of one shared connection. */
export interface ControlSocket {
  readonly path: string;
  /** Takes away what ssh left of it. */
  remove(): Promise<void>;
}

export async function createControlSocket(): Promise<ControlSocket> {
  const path = join(await privateFolder(), randomUUID().slice(0, 8));
  return { path, remove: () => rm(path, { force: true }) };
}
