import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import type { Finding } from '../../core/findings/finding';
import { chooseSource } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import type { LogDocuments, ReadLog } from './log-documents';
import { traceUri } from './trace-documents';
import { readTraceRequest, type TraceRequest } from './trace-request';

/** `SCX: Show Instruction Trace`: the verifier's log beside the source, at the failing instruction. */
export function registerShowTrace(session: Session, documents: LogDocuments): void {
  session.owned.add(
    session.commands.register(COMMANDS.showTrace, async (argument) => {
      const request = await requestOf(argument);
      if (request !== null) await show(session, documents, request);
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
  documents: LogDocuments,
  request: TraceRequest,
): Promise<void> {
  const result = results.of(request.source);
  if (!result?.verified && !result?.run) {
    notifications.info('There is no instruction trace yet: verify the scheduler first.', {
      title: 'Verify',
      command: COMMANDS.verify,
    });
    return;
  }
  const document = await vscode.workspace.openTextDocument(traceUri(request.source));
  const line = lineOf(await documents.of(document), request);
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preview: true,
    selection: new vscode.Range(line, 0, line, 0),
  });
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
}

/** The refused instruction, else the error, else where the program begins, else the top. */
function lineOf({ index, errors }: ReadLog, request: TraceRequest): number {
  const error = errors.find(({ finding }) => isWanted(finding, request));
  if (error) return error.instructionLine < 0 ? error.line : error.instructionLine;
  const { program } = request;
  const begin = index.programs.find(({ name }) => name === program && program !== null);
  return Math.max((begin?.firstLine ?? 0) - 1, 0);
}

/** A link names its finding; the palette means the first error. */
function isWanted(finding: Finding, { program, code }: TraceRequest): boolean {
  if (!finding.code.startsWith('verifier/')) return false;
  if (code === null) return program === null || finding.program === program;
  return finding.code === code && finding.program === program;
}
