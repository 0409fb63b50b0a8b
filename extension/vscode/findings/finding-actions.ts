import * as vscode from 'vscode';
import { COMMANDS, type CommandId } from '../../contracts/commands';
import { pageFile } from '../../core/findings/finding-page';
import { findingsOf, type Results } from '../session/results';
import { fileOf, traceRequest } from './diagnostic';

/** Findings can lie in a scheduler's headers too. */
export const SCHEDULER_FILES: vscode.DocumentSelector = [{ scheme: 'file', pattern: '**/*.{c,h}' }];

/** Beside every error of the verifier: its instruction trace, and the page that explains its code. */
export function createFindingActions(results: Results): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, range) {
      const traces: vscode.CodeAction[] = [];
      const codes = new Set<string>();
      for (const source of results.sources) {
        const result = results.of(source);
        for (const finding of result ? findingsOf(result) : []) {
          const line = (finding.line ?? 1) - 1;
          if (line < range.start.line || line > range.end.line) continue;
          if (pageFile(finding.code) === null) continue;
          if (fileOf(finding, source) !== document.uri.fsPath) continue;
          traces.push(showTrace(finding.program, traceRequest(finding, source)));
          codes.add(finding.code);
        }
      }
      return [...traces, ...[...codes].map(explain)];
    },
  };
}

function showTrace(program: string | null, request: unknown): vscode.CodeAction {
  const title = `Show Instruction Trace${program === null ? '' : ` of ${program}`}`;
  return action(title, COMMANDS.showTrace, request);
}

/** The link in Problems is out of a keyboard's reach; this is not. */
function explain(code: string): vscode.CodeAction {
  return action(`Explain ${code}`, COMMANDS.showFindingPage, code);
}

function action(title: string, command: CommandId, argument: unknown): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.command = { title, command, arguments: [argument] };
  return made;
}
