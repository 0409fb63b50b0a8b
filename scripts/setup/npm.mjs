// Installs the npm packages that package-lock.json names, when those in node_modules are not the same.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { announce, capture } from './command.mjs';
import { REPOSITORY } from './repository.mjs';

async function lockedPackages(path) {
  try {
    return JSON.parse(await readFile(join(REPOSITORY, path), 'utf8')).packages;
  } catch {
    return null; // not there, or cut off by an install that was interrupted
  }
}

/**
 * What is different from the lock file, as words; null when nothing is. npm writes node_modules'
 * own lock file as the last step of an install, so an interrupted one counts as different.
 */
async function difference() {
  const wanted = await lockedPackages('package-lock.json');
  const installed = await lockedPackages('node_modules/.package-lock.json');
  if (!installed) return 'none are installed yet';
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    const name = path.replace(/^.*node_modules\//, '');
    if (path === '' || (optional && !installed[path])) continue; // optional: for other platforms
    if (!installed[path]) return `${name} is missing`;
    if (installed[path].version !== version) {
      return `${name} is ${installed[path].version}, not ${version}`;
    }
  }
  return null;
}

/** Installs npm packages if need be; true when it did. */
export async function ensureNpmPackages() {
  const reason = await difference();
  if (reason === null) return false;
  announce(`npm packages: npm ci, the compilers, linters and test tools (${reason})`);
  await capture(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    doing: 'install the npm packages',
    next: 'Is the npm registry reachable? Try: npm ping',
  });
  return true;
}
