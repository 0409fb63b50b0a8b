import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { setting } from '../api/settings';

/** The folder of the user's own templates; null where none is set. */
export function templatesFolder(): string | null {
  const named = setting('templatesFolder').trim();
  return named === '' ? null : resolve(homedir(), named.replace(/^~(?:[/\\]|$)/, ''));
}
