/** A VS Code server with settings and extensions of its own, gone with the test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  installExtension,
  startVscodeServer,
  writeUserSettings,
  type VscodeServer,
} from '../../../scripts/vscode-server/server.mjs';
import { QUIET_SETTINGS } from '../../../scripts/vscode-server/settings.mjs';

const TEST_SETTINGS = {
  ...QUIET_SETTINGS,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.reduceMotion': 'on',
  'window.confirmBeforeClose': 'never',
  'editor.minimap.enabled': false,
  'task.problemMatchers.neverPrompt': true,
};

export interface ThrowawayOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A packaged extension to install, as users have it. */
  readonly vsix?: string;
  readonly testing?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly trust?: boolean;
}

export async function startThrowawayServer(options: ThrowawayOptions): Promise<VscodeServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'scx-studio-vscode-'));
  const remove = () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  try {
    await writeUserSettings(dataDir, { ...TEST_SETTINGS, ...options.settings });
    if (options.vsix !== undefined) await installExtension(dataDir, options.vsix);
    const server = await startVscodeServer({
      dataDir,
      testing: options.testing ?? false,
      env: options.env ?? {},
      trust: options.trust ?? false,
    });
    const stop = async () => {
      await server.stop();
      await remove();
    };
    return { ...server, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
