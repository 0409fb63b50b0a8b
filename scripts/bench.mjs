// npm run bench: sets up what it needs, then measures speed as ratios within one run (test/bench).
// npm run bench:corpus -- [FOLDER] [--missed]: how often findings are right (test/bench/logs).
import { join } from 'node:path';
import { announce, exitWith, stream } from './setup/command.mjs';
import { ensureDebianPackages } from './setup/debian.mjs';
import { ensureNpmPackages } from './setup/npm.mjs';
import { REPOSITORY } from './setup/repository.mjs';

async function bundle(entryPoint, outfile) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: REPOSITORY,
    entryPoints: [entryPoint],
    outfile,
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

async function measureSpeed() {
  await ensureDebianPackages(['build', 'lab']);
  announce('Building the bundles that are measured');
  const built = await stream(['node', 'scripts/build.mjs']);
  if (built !== 0) return built;
  const outfile = join(REPOSITORY, '.cache/bench/main.mjs');
  await bundle('test/bench/main.ts', outfile);
  return stream(['node', '--expose-gc', outfile]);
}

async function measureFindings(args) {
  const outfile = join(REPOSITORY, '.cache/bench/logs.mjs');
  await bundle('test/bench/logs/main.ts', outfile);
  return stream(['node', outfile, ...args]);
}

try {
  const [part, ...args] = process.argv.slice(2);
  await ensureNpmPackages();
  process.exitCode = part === 'corpus' ? await measureFindings(args) : await measureSpeed();
} catch (error) {
  exitWith(error);
}
