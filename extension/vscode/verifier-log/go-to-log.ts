import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { failingVisits } from '../../core/verifier/log-document/failing-visits';
import { runCommand } from '../api/commands';
import type { Session } from '../session/session';
import { isLog, type LogDocuments } from './log-documents';
import { readSourceLine, type SourceLine } from './source-line';
import { savedLogs, sourcesOf } from './source-logs';
import { traceUri } from './trace-documents';

/** What a list of places can show; a loop is gone through thousands of times. */
const MOST_VISITS = 500;

/** `SCX: Go to Verifier Log`: from a line of C to where the verifier was at it. */
export function registerGoToLog(session: Session, documents: LogDocuments): void {
  session.owned.add(
    session.commands.register(COMMANDS.goToLog, async (argument) => {
      const place = readSourceLine(argument) ?? activeLine();
      if (place !== null) await goToLog(session, documents, place);
    }),
  );
}

function activeLine(): SourceLine | null {
  const editor = vscode.window.activeTextEditor;
  if (!editor || isLog(editor.document)) return null;
  return { file: editor.document.uri.fsPath, line: editor.selection.active.line + 1 };
}

async function goToLog(
  { results, notifications }: Session,
  documents: LogDocuments,
  place: SourceLine,
): Promise<void> {
  const shown = sourcesOf(place.file, results).map((source) =>
    vscode.workspace.openTextDocument(traceUri(source)),
  );
  const logs = [...(await Promise.all(shown)), ...savedLogs()];
  for (const log of logs) {
    const visits = await visitsIn(log, documents, place);
    if (visits.length > 0) return show(log, visits);
  }
  if (logs.length === 0) {
    notifications.info('There is no verifier log of this file: verify the scheduler first.', {
      title: 'Verify',
      command: COMMANDS.verify,
    });
    return;
  }
  notifications.info(
    `The verifier's log has nothing of line ${place.line}: it has no instruction of its own, or the verifier did not come so far.`,
  );
}

/** On the way to the error where the verifier came by there, else all. */
async function visitsIn(
  log: vscode.TextDocument,
  documents: LogDocuments,
  { file, line }: SourceLine,
): Promise<readonly number[]> {
  const read = await documents.of(log);
  const all = read.visits().of(file, line);
  const failing = failingVisits(read.index, read.errors, all);
  return (failing.length > 0 ? failing : all).slice(-MOST_VISITS);
}

async function show(log: vscode.TextDocument, visits: readonly number[]): Promise<void> {
  const last = visits.at(-1) ?? 0;
  const editor = await vscode.window.showTextDocument(log, {
    viewColumn: vscode.ViewColumn.Beside,
    preview: true,
    selection: new vscode.Range(last, 0, last, 0),
  });
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
  if (visits.length === 1) return;
  const places = visits.map((at) => new vscode.Location(log.uri, new vscode.Position(at, 0)));
  await runCommand('editor.action.peekLocations', log.uri, editor.selection.active, places, 'peek');
}
