// Debian packages that lab tests unpack into .cache and don't install: test/lab/packages.ts.
import { bundleProgram } from '../build/bundle-program.mjs';
import { stream, SetupError } from './command.mjs';

/** Downloads them if need be, and says so before it does. */
export async function ensureUnpackedPackages() {
  const program = await bundleProgram('test/lab/packages.ts', 'unpacked-packages');
  const status = await stream([process.execPath, program]);
  if (status !== 0) throw new SetupError('Could not unpack crates and compilers for lab tests.');
}
