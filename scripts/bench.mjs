// npm run bench: sets up what it needs, then measures speed as ratios within one run (test/bench).
import { join } from 'node:path';
import { announce, exitWith, stream } from './setup/command.mjs';
import { ensureDebianPackages } from './setup/debian.mjs';
import { ensureNpmPackages } from './setup/npm.mjs';
import { REPOSITORY } from './setup/repository.mjs';

const BUNDLE = join(REPOSITORY, '.cache/bench/main.mjs');

async function bundle() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: REPOSITORY,
    entryPoints: ['test/bench/main.ts'],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    loader: { '.sh': 'text' },
    // execa's dependencies are CommonJS and ask for require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

try {
  await ensureNpmPackages();
  await ensureDebianPackages(['build', 'lab']);
  announce('Building the bundles that are measured');
  const built = await stream(['node', 'scripts/build.mjs']);
  if (built !== 0) process.exit(built);
  await bundle();
  process.exitCode = await stream(['node', BUNDLE]);
} catch (error) {
  exitWith(error);
}
