import * as vscode from 'vscode';
import type { Session } from '../session/session';
import { isLog, type LogDocuments } from './log-documents';

/** Marks the lines that state an error, and the instructions refused, in every log that is seen. */
export function registerErrorMarks({ owned, log }: Session, documents: LogDocuments): void {
  const failing = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('diffEditor.removedLineBackground'),
    // Themes of high contrast have no such background, and all others no such border.
    borderColor: new vscode.ThemeColor('editorError.border'),
    borderStyle: 'solid',
    borderWidth: '1px',
    overviewRulerColor: new vscode.ThemeColor('errorForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
  const mark = async (editor: vscode.TextEditor) => {
    const { document } = editor;
    const { version } = document;
    const { errors } = await documents.of(document);
    if (document.isClosed || document.version !== version) return;
    const lines = errors.flatMap(({ line, instructionLine }) => [line, instructionLine]);
    const shown = [...new Set(lines)].filter((line) => line >= 0);
    editor.setDecorations(
      failing,
      shown.map((line) => new vscode.Range(line, 0, line, 0)),
    );
  };
  const refresh = (editors: readonly vscode.TextEditor[]) => {
    for (const editor of editors.filter(({ document }) => isLog(document)))
      mark(editor).catch((error: unknown) => {
        log.bug('Marking the errors of a log', error);
      });
  };
  owned.add(
    failing,
    vscode.window.onDidChangeVisibleTextEditors(refresh),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (!isLog(document)) return;
      refresh(vscode.window.visibleTextEditors.filter((one) => one.document === document));
    }),
    // A document gets its language by being opened again.
    vscode.workspace.onDidOpenTextDocument((document) => {
      refresh(vscode.window.visibleTextEditors.filter((one) => one.document === document));
    }),
  );
  refresh(vscode.window.visibleTextEditors);
}
