import * as vscode from 'vscode';
import type { Disposable } from './disposables';

/** The log channel as the rest of the extension sees it; `SCX: Show Log` opens it. */
export interface Log extends Disposable {
  /** A command line before it runs. */
  command(line: string): void;
  info(message: string): void;
  warn(message: string): void;
  /** A bug of ours, with its stack. */
  bug(doing: string, error: unknown): void;
  show(): void;
}

export function createLog(): Log {
  const channel = vscode.window.createOutputChannel('SCX Studio', { log: true });
  return {
    command(line) {
      channel.info(line);
    },
    info(message) {
      channel.info(message);
    },
    warn(message) {
      channel.warn(message);
    },
    bug(doing, error) {
      channel.error(
        `${doing} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    },
    show() {
      channel.show();
    },
    dispose() {
      channel.dispose();
    },
  };
}
