// Makes scx-studio-VERSION.vsix: bundles without maps, the licences of what is in them, and what
// .vscodeignore lets through.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { bundleAll } from './build/bundle.mjs';
import { OUTPUT_DIR } from './build/bundles.mjs';
import { compareSizes } from './build/sizes.mjs';
import { thirdPartyNotices } from './package/notices.mjs';
import { exitWith, SetupError } from './setup/command.mjs';
import { REPOSITORY } from './setup/repository.mjs';

const NOTICES = join(OUTPUT_DIR, 'THIRD-PARTY-NOTICES.txt');

async function bundle() {
  const { bundles, failed } = await bundleAll('production');
  const { problems } = compareSizes(bundles);
  if (failed) throw new SetupError('Could not package the extension: a bundle has errors.');
  if (problems.length > 0) throw new SetupError(problems.join('\n'));
  await writeFile(join(REPOSITORY, NOTICES), await thirdPartyNotices(bundles));
}

/** vsce says how many files it packed, and how large the package is. */
async function makePackage() {
  const { version } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8'));
  await createVSIX({
    cwd: REPOSITORY,
    dependencies: false, // everything is in the bundles
    packagePath: join(REPOSITORY, `scx-studio-${version}.vsix`),
  });
}

try {
  await bundle();
  await makePackage();
} catch (error) {
  exitWith(error);
}
