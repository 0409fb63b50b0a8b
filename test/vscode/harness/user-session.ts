/** A user's VS Code: the packaged extension, an empty folder, and the lab kernels of this checkout. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { VscodeServer } from '../../../scripts/vscode-server/server.mjs';
import { ownCache } from '../../own-cache';
import { launchBrowser } from './browser';
import { packagedExtension } from './packaged-extension';
import { startThrowawayServer } from './throwaway-server';
import { openWorkbench, type Workbench } from './workbench';

const REPOSITORY = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Of this test file alone: the lab that it keeps running is not the one of another at the same time. */
const CACHE = ownCache(mkdtempSync(join(tmpdir(), 'scx-studio-cache-')));
process.once('exit', () => {
  rmSync(CACHE, { recursive: true, force: true });
});

export interface UserSession {
  readonly workbench: Workbench;
  readonly server: VscodeServer;
  /** The folder that is open, empty at first. */
  readonly folder: string;
  /** The labs that run for this window now: names of their folders. */
  labs(): readonly string[];
  end(): Promise<void>;
}

/** The bundled command line; its standard output. */
export async function runScxStudio(...args: string[]): Promise<string> {
  const run = promisify(execFile);
  const env = { ...process.env, SCX_STUDIO_CACHE: CACHE };
  return (await run(process.execPath, [join(REPOSITORY, 'dist/cli.js'), ...args], { env })).stdout;
}

/** What this user's machine has beyond the others': settings, another ssh on the PATH. */
export interface SessionOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** VS Code asks whether folders are trusted; off by default. */
  readonly trust?: boolean;
  /** Puts files into the folder before it is opened. */
  readonly files?: (folder: string) => void;
}

export async function startUserSession(options: SessionOptions = {}): Promise<UserSession> {
  const temporary = mkdtempSync(join(tmpdir(), 'scx-studio-user-'));
  const folder = join(temporary, 'schedulers');
  mkdirSync(folder);
  options.files?.(folder);
  const browser = await launchBrowser();
  const server = await startThrowawayServer({
    vsix: packagedExtension(),
    settings: options.settings ?? {},
    trust: options.trust ?? false,
    // VSCODE_CLI: VS Code takes the environment as it is, and asks no login shell for another PATH.
    env: { SCX_STUDIO_CACHE: CACHE, VSCODE_CLI: '1', ...options.env },
  });
  const workbench = await openWorkbench(browser, server, folder);
  return {
    workbench,
    server,
    folder,
    labs: () => {
      const running = join(CACHE, 'lab/running');
      return existsSync(running) ? readdirSync(running) : [];
    },
    end: async () => {
      await browser.close();
      await server.stop();
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
