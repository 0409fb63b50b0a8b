import * as vscode from 'vscode';
import { setting } from '../api/settings';
import { isSavedByStep, isScheduler } from '../session/scheduler-sources';
import type { Session } from '../session/session';

/**
 * Verifies a scheduler when it is saved, once a target is chosen and the workspace is trusted. The
 * next save cancels what still runs. Trouble with the target is said once, not at every save.
 */
export function createVerifyOnSave(session: Session): vscode.Disposable {
  return vscode.workspace.onDidSaveTextDocument((document) => {
    if (isWanted(session, document)) void verify(session, document.uri.fsPath);
  });
}

function isWanted({ choice }: Session, document: vscode.TextDocument): boolean {
  return (
    isScheduler(document) &&
    vscode.workspace.isTrusted &&
    choice.target !== null &&
    setting('verifyOnSave', document.uri) &&
    !isSavedByStep(document.uri.fsPath)
  );
}

async function verify({ loop, notifications, log }: Session, source: string): Promise<void> {
  try {
    const outcome = await loop.verify(source);
    if (outcome.kind === 'problem') notifications.problemOnce(outcome.problem);
    if (outcome.kind === 'ok') notifications.settled();
  } catch (error) {
    log.bug('Verify on save', error);
  }
}
