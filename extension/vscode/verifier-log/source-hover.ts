import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { lineKnowledge, type LineKnowledge } from '../../core/verifier/log-document/line-knowledge';
import type { Results } from '../session/results';
import type { LogDocuments, ReadLog } from './log-documents';
import { knowledgeText } from './knowledge-text';
import { savedLogs, sourcesOf } from './source-logs';

/** Headers have programs in them, too. */
const SOURCE_FILES: vscode.DocumentSelector = [{ scheme: 'file', pattern: '**/*.{c,h}' }];

/** What the verifier knew at a line of C, while that is still the text that it was asked about. */
export function registerSourceHover(documents: LogDocuments, results: Results): vscode.Disposable {
  return vscode.languages.registerHoverProvider(SOURCE_FILES, {
    async provideHover(document, { line }) {
      const known = await knowledgeOf(document, line, documents, results);
      if (known === null) return null;
      const place = { file: document.uri.fsPath, line: line + 1 };
      const text = new vscode.MarkdownString(knowledgeText(known, place));
      text.isTrusted = { enabledCommands: [COMMANDS.goToLog] };
      return new vscode.Hover(text, document.lineAt(line).range);
    },
  });
}

/** Of the last verdict in this window, else of a log that is open. */
async function knowledgeOf(
  document: vscode.TextDocument,
  line: number,
  documents: LogDocuments,
  results: Results,
): Promise<LineKnowledge | null> {
  for (const log of await logsOf(document, documents, results)) {
    const comments = log.visits().of(document.uri.fsPath, line + 1);
    const text = document.lineAt(line).text;
    const known = lineKnowledge(log.index, log.errors, comments, text);
    if (known) return known;
  }
  return null;
}

async function logsOf(
  document: vscode.TextDocument,
  documents: LogDocuments,
  results: Results,
): Promise<readonly ReadLog[]> {
  const file = document.uri.fsPath;
  const verified = sourcesOf(file, results).flatMap((source) => {
    const last = results.of(source)?.verified;
    const isOld = source === file && last?.text !== document.getText();
    return last && !isOld ? [documents.ofVerdict(source, last.log)] : [];
  });
  return Promise.all([...verified, ...savedLogs().map((log) => documents.of(log))]);
}
