// What Rust loader programs of tests are built of: test/lab/rust/packages.ts.
import { bundleProgram } from '../build/bundle-program.mjs';
import { stream, SetupError } from './command.mjs';

/** Downloads it if need be, and says so before it does. */
export async function ensureRustPackages() {
  const program = await bundleProgram('test/lab/rust/main.ts', 'rust-packages');
  const status = await stream([process.execPath, program]);
  if (status !== 0) throw new SetupError('Could not install the crates of Rust loader programs.');
}
