// Everything that tests and `npm start` need, each step only when its result is not there yet.
import { join } from 'node:path';
import { announce, capture, stream, SetupError } from './command.mjs';
import { ensureDebianPackages, whyNotDebian } from './debian.mjs';
import { findDesktopVscode } from './desktop-vscode.mjs';
import { ensureNpmPackages } from './npm.mjs';
import { REPOSITORY } from './repository.mjs';
import { ensureUnpackedPackages } from './unpacked.mjs';
import { ensureVscodeServer, whyNoVscodeServer } from './vscode-host.mjs';

const script = (name) => join(REPOSITORY, 'scripts', name);

/** Bundles are made once in a process; a second need finds them. */
let built = null;
function ensureBuilt() {
  built ??= (async () => {
    announce('Build: bundles into dist/');
    await capture([process.execPath, script('build.mjs')], { doing: 'build the extension' });
  })();
  return built;
}

async function ensureKernels(kernels) {
  const install = ['lab', 'install', ...kernels];
  const status = await stream([process.execPath, join(REPOSITORY, 'dist/cli.js'), ...install]);
  if (status !== 0) throw new SetupError(`Could not install lab kernels: ${kernels.join(', ')}.`);
}

async function ensurePackage() {
  announce('Package: the .vsix that the user-like tests install');
  await capture([process.execPath, script('package.mjs')], { doing: 'package the extension' });
}

/** Tests take the desktop VS Code that this variable names, and the server where it names none. */
async function ensureDesktop() {
  const executable = await findDesktopVscode();
  if (executable !== null) process.env.VSCODE_EXECUTABLE = executable;
}

/** Why `needs` cannot be met on this machine, whatever is installed; null where they can. */
export function whyImpossible({ debian = [], vscodeServer = false }) {
  const reason = debian.length > 0 ? whyNotDebian(debian) : null;
  return reason ?? (vscodeServer ? whyNoVscodeServer() : null);
}

/** Installs and builds what `needs` names; a failure is a SetupError. */
export async function prepare(needs) {
  const { debian = [], build, kernels = [], unpacked, vscodeServer, vsix, desktop } = needs;
  await ensureNpmPackages();
  if (debian.length > 0) await ensureDebianPackages(debian);
  if (build) await ensureBuilt();
  if (kernels.length > 0) await ensureKernels(kernels);
  if (unpacked) await ensureUnpackedPackages();
  if (vscodeServer) await ensureVscodeServer();
  if (vsix) await ensurePackage();
  if (desktop) await ensureDesktop();
}
