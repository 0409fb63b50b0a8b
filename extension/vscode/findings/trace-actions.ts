import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { findingsOf, type Results } from '../session/results';
import { fileOf, traceRequest } from './diagnostic';

/** Findings can lie in a scheduler's headers too. */
export const SCHEDULER_FILES: vscode.DocumentSelector = [{ scheme: 'file', pattern: '**/*.{c,h}' }];

/** "Show Instruction Trace" beside every error of the verifier. */
export function createTraceActions(results: Results): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, range) {
      const actions: vscode.CodeAction[] = [];
      for (const source of results.sources) {
        const result = results.of(source);
        for (const finding of result ? findingsOf(result) : []) {
          const line = (finding.line ?? 1) - 1;
          const isHere = fileOf(finding, source) === document.uri.fsPath;
          if (!isHere || line < range.start.line || line > range.end.line) continue;
          if (!finding.code.startsWith('verifier/')) continue;
          actions.push(showTrace(finding.program, traceRequest(finding, source)));
        }
      }
      return actions;
    },
  };
}

function showTrace(program: string | null, request: unknown): vscode.CodeAction {
  const title = `Show Instruction Trace${program === null ? '' : ` of ${program}`}`;
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: COMMANDS.showTrace, arguments: [request] };
  return action;
}
