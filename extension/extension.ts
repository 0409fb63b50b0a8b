import type { ExtensionContext } from 'vscode';
import { createApp, type App } from './app';

let app: App | null = null;

export function activate(context: ExtensionContext): void {
  app = createApp(context);
}

/** VS Code waits for this, for a few seconds: what is loaded goes first. */
export async function deactivate(): Promise<void> {
  await app?.dispose();
  app = null;
}
