import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { privateFolder } from '../private-folder';

/**
 * A new place for a question server to listen at, as node:net takes it. On Windows that is a named pipe: those
 * of Node.js let other users read at most, and nobody is told anything who has not written the token first.
 */
export async function questionSocket(platform: NodeJS.Platform): Promise<string> {
  const name = randomUUID();
  if (platform === 'win32') return `\\\\.\\pipe\\scx-studio-${name}`;
  return join(await privateFolder(), `${name.slice(0, 8)}.q`);
}
