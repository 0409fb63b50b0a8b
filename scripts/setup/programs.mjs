import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The path of a program on PATH, or null. */
export async function findProgram(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}
