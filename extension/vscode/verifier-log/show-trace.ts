import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import type { Finding } from '../../core/findings/finding';
import { findingsOf } from '../session/results';
import { chooseSource } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import { createTraceDocuments, traceUri } from './trace-documents';
import { tracePlace, type TracePlace } from './trace-place';
import { readTraceRequest, type TraceRequest } from './trace-request';

/** `SCX: Show Instruction Trace`: the verifier's log beside the source, at the failing instruction. */
export function registerShowTrace(session: Session): void {
  createTraceDocuments(session);
  const failing = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('diffEditor.removedLineBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorError.foreground'),
  });
  session.owned.add(
    failing,
    session.commands.register(COMMANDS.showTrace, async (argument) => {
      const request = await requestOf(argument);
      if (request !== null) await show(session, request, failing);
    }),
  );
}

async function requestOf(argument: unknown): Promise<TraceRequest | null> {
  const request = readTraceRequest(argument);
  if (request !== null) return request;
  const source = await chooseSource(argument);
  return source === null ? null : { source, program: null, code: null };
}

async function show(
  { results, notifications }: Session,
  request: TraceRequest,
  failing: vscode.TextEditorDecorationType,
): Promise<void> {
  const result = results.of(request.source);
  if (!result?.verified && !result?.run) {
    notifications.info('There is no instruction trace yet: verify the scheduler first.', {
      title: 'Verify',
      command: COMMANDS.verify,
    });
    return;
  }
  const finding = findingsOf(result).find((one) => isWanted(one, request)) ?? null;
  const document = await vscode.workspace.openTextDocument(traceUri(request.source));
  const place = tracePlace(document.getText().split('\n'), finding, request.program);
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preview: true,
    selection: new vscode.Range(place.line, 0, place.line, 0),
  });
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
  editor.setDecorations(failing, decorationsOf(place));
}

/** A link names its finding; the palette means the first error. */
function isWanted(finding: Finding, { program, code }: TraceRequest): boolean {
  if (!finding.code.startsWith('verifier/')) return false;
  if (code === null) return program === null || finding.program === program;
  return finding.code === code && finding.program === program;
}

function decorationsOf({ line, error }: TracePlace): readonly vscode.Range[] {
  if (error === null) return [];
  return [...new Set([line, error])].map((at) => new vscode.Range(at, 0, at, 0));
}
