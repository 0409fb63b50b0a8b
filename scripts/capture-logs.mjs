// npm run capture -- [--kernel 6.18]… [NAME…]: has lab kernels say what they think of the schedulers
// of test/fixtures (test/capture). Without names: of those that have no log of that kernel yet.
import { bundleProgram } from './build/bundle-program.mjs';
import { exitWith, stream } from './setup/command.mjs';
import { ensureDebianPackages } from './setup/debian.mjs';
import { ensureNpmPackages } from './setup/npm.mjs';

try {
  await ensureNpmPackages();
  await ensureDebianPackages(['build', 'lab']);
  const program = await bundleProgram('test/capture/main.ts', 'capture');
  process.exitCode = await stream(['node', program, ...process.argv.slice(2)]);
} catch (error) {
  exitWith(error);
}
