import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Path of the .vsix that `npm run package` made. */
export function packagedExtension(): string {
  const manifest = readFileSync(join(REPOSITORY, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const path = join(REPOSITORY, `scx-studio-${version}.vsix`);
  if (!existsSync(path)) throw new Error(`There is no ${path}: npm run package makes it`);
  return path;
}
