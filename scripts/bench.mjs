// npm run bench -- [NAME…]: sets up what it needs, then measures speed as ratios within one run (test/bench): all,
// or those of these functions: saveToVerdict threeLabs.
// npm run bench:corpus -- [FOLDER] [--missed]: how often findings are right (test/bench/logs).
import { bundleProgram } from './build/bundle-program.mjs';
import { announce, exitWith, stream } from './setup/command.mjs';
import { ensureNpmPackages } from './setup/npm.mjs';
import { prepare } from './setup/prepare.mjs';

async function measureSpeed(names) {
  const inVscode = names.length === 0 || names.includes('extensionHost');
  const vscode = inVscode ? ['browser', 'vscode-server'] : [];
  await prepare({
    debian: ['build', 'lab', 'sshd', 'other-shells', ...vscode],
    vscodeServer: inVscode,
    vsix: inVscode,
  });
  announce('Building the bundles that are measured');
  const built = await stream(['node', 'scripts/build.mjs']);
  if (built !== 0) return built;
  const program = await bundleProgram('test/bench/main.ts', 'bench');
  return stream(['node', '--expose-gc', program, ...names]);
}

async function measureFindings(args) {
  const program = await bundleProgram('test/bench/logs/main.ts', 'bench-logs');
  return stream(['node', program, ...args]);
}

try {
  const args = process.argv.slice(2);
  await ensureNpmPackages();
  process.exitCode = await (args[0] === 'corpus'
    ? measureFindings(args.slice(1))
    : measureSpeed(args));
} catch (error) {
  exitWith(error);
}
