// Makes scx-studio-VERSION.vsix: bundles without maps, the licences of what is in them, and what
// .vscodeignore lets through.
//   node scripts/package.mjs [--bundles]   --bundles: only dist/, for "npm pack" (.npmignore)
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { bundleAll } from './build/bundle.mjs';
import { OUTPUT_DIR } from './build/bundles.mjs';
import { compareSizes } from './build/sizes.mjs';
import { thirdPartyNotices } from './package/notices.mjs';
import { exitWith, SetupError } from './setup/command.mjs';
import { CACHE, REPOSITORY } from './setup/repository.mjs';

const STAGE = join(CACHE, 'package');
const NOTICES = join(OUTPUT_DIR, 'THIRD-PARTY-NOTICES.txt');

async function bundle() {
  const { bundles, failed } = await bundleAll('production');
  const { problems } = compareSizes(bundles);
  if (failed) throw new SetupError('Could not package the extension: a bundle has errors.');
  if (problems.length > 0) throw new SetupError(problems.join('\n'));
  await writeFile(join(REPOSITORY, NOTICES), await thirdPartyNotices(bundles));
}

/**
 * Copies what the allow-list names into an empty folder: vsce matches every file of its folder with
 * every pattern, and a checkout has tens of thousands in node_modules and .cache.
 */
async function stage() {
  await rm(STAGE, { recursive: true, force: true });
  const patterns = (await readFile(join(REPOSITORY, '.vscodeignore'), 'utf8')).split('\n');
  const roots = patterns.filter((line) => line.startsWith('!')).map((line) => line.split('/')[0]);
  for (const name of new Set(['.vscodeignore', ...roots.map((root) => root.slice(1))])) {
    await cp(join(REPOSITORY, name), join(STAGE, name), { recursive: true });
  }
}

/** vsce says how many files it packed, and how large the package is. */
async function makePackage() {
  await stage();
  const { version } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8'));
  await createVSIX({
    cwd: STAGE,
    dependencies: false, // everything is in the bundles
    packagePath: join(REPOSITORY, `scx-studio-${version}.vsix`),
  });
}

try {
  await bundle();
  if (!process.argv.includes('--bundles')) await makePackage();
} catch (error) {
  exitWith(error);
}
