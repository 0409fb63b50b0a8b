import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { failingVisits } from '../../core/verifier/log-document/failing-visits';
import { SourceVisits } from '../../core/verifier/log-document/source-visits';
import { runCommand } from '../api/commands';
import { baseName } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import { isLog, type LogDocuments } from './log-documents';
import { traceUri } from './trace-documents';

/** What a list of places can show; a loop is gone through thousands of times. */
const MOST_VISITS = 500;

/** `SCX: Go to Verifier Log`: from a line of C to where the verifier was at it. */
export function registerGoToLog(session: Session, documents: LogDocuments): void {
  session.owned.add(
    session.commands.register(COMMANDS.goToLog, async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor && !isLog(editor.document)) await goToLog(session, documents, editor);
    }),
  );
}

async function goToLog(
  { results, notifications }: Session,
  documents: LogDocuments,
  { document: { uri }, selection }: vscode.TextEditor,
): Promise<void> {
  const line = selection.active.line + 1;
  const logs = await logsAbout(uri, results);
  for (const log of logs) {
    const visits = await visitsIn(log, documents, uri.fsPath, line);
    if (visits.length === 0) continue;
    await show(log, visits);
    return;
  }
  if (logs.length > 0) {
    notifications.info(
      `The verifier's log has nothing of line ${line}: no instruction was made of it, or the verifier did not come so far.`,
    );
  } else {
    notifications.info('There is no verifier log of this file: verify the scheduler first.', {
      title: 'Verify',
      command: COMMANDS.verify,
    });
  }
}

/** Logs of this window's verdicts on what was made of the file, then those that the user has open. */
async function logsAbout(
  file: vscode.Uri,
  results: Session['results'],
): Promise<readonly vscode.TextDocument[]> {
  const name = baseName(file.fsPath);
  const sources = [...results.sources].filter((source) => {
    const verified = results.of(source)?.verified;
    return verified?.resolveFile(name) === file.fsPath;
  });
  const shown = sources.map((source) => vscode.workspace.openTextDocument(traceUri(source)));
  const saved = vscode.workspace.textDocuments.filter(
    (document) => isLog(document) && document.uri.scheme !== traceUri('').scheme,
  );
  return [...(await Promise.all(shown)), ...saved];
}

async function visitsIn(
  log: vscode.TextDocument,
  documents: LogDocuments,
  file: string,
  line: number,
): Promise<readonly number[]> {
  const { index, errors } = await documents.of(log);
  const all = new SourceVisits(index).of(file, line);
  const failing = failingVisits(index, errors, all);
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
