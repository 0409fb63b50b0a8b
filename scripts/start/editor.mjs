import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { announce, capture } from '../setup/command.mjs';
import { canShowWindows } from '../setup/desktop-vscode.mjs';
import { prepare } from '../setup/prepare.mjs';
import { findProgram } from '../setup/programs.mjs';
import { CACHE, REPOSITORY } from '../setup/repository.mjs';

const DATA_DIR = join(CACHE, 'vscode-data');
/** The lab that the command line installed is the one that the extension uses. */
const ENVIRONMENT = { SCX_STUDIO_CACHE: CACHE };

async function packagedExtension() {
  const { version } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8'));
  return join(REPOSITORY, `scx-studio-${version}.vsix`);
}

/** A desktop VS Code with the extension from this checkout, beside the one that may be installed. */
async function openDesktop(code, project) {
  announce(`Opening ${project} in ${code}, with the extension of this checkout`);
  await capture([code, '--new-window', `--extensionDevelopmentPath=${REPOSITORY}`, project], {
    doing: 'open VS Code',
    env: { ...process.env, ...ENVIRONMENT },
  });
}

async function openServer(project) {
  await prepare({ debian: ['vscode-server'], vscodeServer: true, vsix: true });
  const { installExtension, startVscodeServer, writeUserSettings } =
    await import('../vscode-server/server.mjs');
  const { QUIET_SETTINGS } = await import('../vscode-server/settings.mjs');
  await mkdir(DATA_DIR, { recursive: true });
  await writeUserSettings(DATA_DIR, { ...QUIET_SETTINGS, 'scx.target': 'lab' });
  await installExtension(DATA_DIR, await packagedExtension());
  const server = await startVscodeServer({ dataDir: DATA_DIR, env: ENVIRONMENT });
  const folder = encodeURIComponent(join(REPOSITORY, project));
  announce(`VS Code with the project: ${server.origin}/?folder=${folder}`);
  announce('It runs until Ctrl-C.');
  await new Promise((resolve) => process.once('SIGINT', resolve));
  await server.stop();
}

/** Opens the project in VS Code: the desktop's where there is one, else a server on this machine. */
export async function openEditor(project) {
  const code = canShowWindows() ? await findProgram('code') : null;
  if (code === null) await openServer(project);
  else await openDesktop(code, join(REPOSITORY, project));
}
