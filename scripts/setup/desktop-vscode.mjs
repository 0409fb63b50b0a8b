// A desktop VS Code for the suite inside the extension host, where this machine can show one:
// VSCODE_EXECUTABLE, else a download by @vscode/test-electron. The server of vscode-host.mjs is what
// remains, and what the user-like tests always take.
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { announce } from './command.mjs';
import { CACHE } from './repository.mjs';

const RELEASES = 'https://update.code.visualstudio.com/api/releases/stable';
const FOLDER = join(CACHE, 'vscode-desktop');
/** Says when the download was last found not to work: it is not tried again for a day. */
const UNREACHABLE = join(FOLDER, 'unreachable');
const PROBE_TIMEOUT_MS = 3_000;
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** Whether there is a screen to open a window on. */
export function canShowWindows() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function failedLately() {
  const failed = await stat(UNREACHABLE).catch(() => null);
  return failed !== null && Date.now() - failed.mtimeMs < RETRY_AFTER_MS;
}

async function isReachable() {
  try {
    const answer = await fetch(RELEASES, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

async function download() {
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  announce('VS Code: the desktop release into .cache/vscode-desktop, about 150 MB once');
  return downloadAndUnzipVSCode({ version: 'stable', cachePath: FOLDER });
}

/** Path of a VS Code to run, or null where there is none and none can be had. */
export async function findDesktopVscode() {
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  if (!canShowWindows() || (await failedLately())) return null;
  if (await isReachable()) {
    const executable = await download().catch(() => null);
    if (executable !== null) return executable;
  }
  await mkdir(FOLDER, { recursive: true });
  await writeFile(UNREACHABLE, '');
  return null;
}
