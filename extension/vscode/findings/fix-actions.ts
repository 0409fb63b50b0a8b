import * as vscode from 'vscode';
import { fixOf } from '../../core/fixes/fixes';
import type { Fix } from '../../core/fixes/fix';
import type { Finding } from '../../core/findings/finding';
import { findingsOf, type Results } from '../session/results';
import { fileOf } from './diagnostic';

/**
 * What takes a finding away, where that is mechanical. Findings move with their text and leave when it
 * is changed, so the text of now is the one that a fix is made for, saved or not.
 */
export function createFixActions(results: Results): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, range, { diagnostics }) {
      const actions: vscode.CodeAction[] = [];
      const text = document.getText();
      for (const finding of findingsAt(results, document, range)) {
        const fix = fixOf(finding, text);
        if (fix) actions.push(actionOf(fix, finding, document, diagnostics));
      }
      return actions;
    },
  };
}

function findingsAt(
  results: Results,
  document: vscode.TextDocument,
  range: vscode.Range,
): Finding[] {
  return [...results.sources].flatMap((source) => {
    const result = results.of(source);
    return (result ? findingsOf(result) : []).filter((finding) => {
      const line = (finding.line ?? 1) - 1;
      const isHere = line >= range.start.line && line <= range.end.line;
      return isHere && fileOf(finding, source) === document.uri.fsPath;
    });
  });
}

function actionOf(
  { title, edits, isPreferred }: Fix,
  finding: Finding,
  document: vscode.TextDocument,
  shown: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const { start, end, newText } of edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    action.edit.replace(document.uri, range, newText);
  }
  action.isPreferred = isPreferred;
  const line = (finding.line ?? 1) - 1;
  action.diagnostics = shown.filter(({ range }) => range.start.line === line);
  return action;
}
