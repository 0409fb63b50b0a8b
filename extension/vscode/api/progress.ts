import * as vscode from 'vscode';
import { unlinked } from '../../core/findings/plain-text';

/** Given to what runs under a progress display. */
export interface Progress {
  readonly signal: AbortSignal;
  onProgress(stage: string): void;
}

/** A notification with a Cancel button while `work` runs: for steps that a user asked for and may take long. */
export function withCancellableProgress<T>(
  title: string,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: unlinked(title),
    cancellable: true,
  };
  return Promise.resolve(
    vscode.window.withProgress(options, (display, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => {
        controller.abort();
      });
      return work({
        signal: controller.signal,
        onProgress: (message) => {
          display.report({ message: unlinked(message) });
        },
      });
    }),
  );
}
