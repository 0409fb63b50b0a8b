import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { nextError } from '../../core/verifier/log-document/log-errors';
import type { Session } from '../session/session';
import { isLog, type LogDocuments } from './log-documents';

/** Next and previous error of the log in the active editor. */
export function registerErrorNavigation(
  { commands, notifications, owned }: Session,
  documents: LogDocuments,
): void {
  const go = async (direction: 'next' | 'previous') => {
    const editor = vscode.window.activeTextEditor;
    if (!editor || !isLog(editor.document)) {
      notifications.info('Open a verifier log first: this goes through the errors in it.');
      return;
    }
    const { errors } = await documents.of(editor.document);
    const error = nextError(errors, editor.selection.active.line, direction);
    if (error === null) notifications.info('This log states no error.');
    else reveal(editor, error.line);
  };
  owned.add(
    commands.register(COMMANDS.nextLogError, () => go('next')),
    commands.register(COMMANDS.previousLogError, () => go('previous')),
  );
}

function reveal(editor: vscode.TextEditor, line: number): void {
  editor.selection = new vscode.Selection(line, 0, line, 0);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
