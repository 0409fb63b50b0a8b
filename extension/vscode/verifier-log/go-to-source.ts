import * as vscode from 'vscode';
import { sourceLink, type SourceLink } from '../../core/verifier/log-document/source-links';
import type { Results } from '../session/results';
import { LOG_SELECTOR, type LogDocuments } from './log-documents';
import { filesNamed, filesQuoted } from './source-files';

/** "Go to Definition" on any line of a log leads to the source that it is about. */
export function registerGoToSource(documents: LogDocuments, results: Results): vscode.Disposable {
  return vscode.languages.registerDefinitionProvider(LOG_SELECTOR, {
    async provideDefinition(document, { line }) {
      const { index } = await documents.of(document);
      const link = sourceLink(index, line);
      if (link === null) return [];
      const places = await placesOf(link, document.uri, results);
      const originSelectionRange = trimmed(document, line);
      return places.map(({ uri, range }) => ({
        originSelectionRange,
        targetUri: uri,
        targetRange: range,
      }));
    },
  });
}

/** One place, or several where files of one name cannot be told apart. */
async function placesOf(
  { place, text }: SourceLink,
  log: vscode.Uri,
  results: Results,
): Promise<readonly vscode.Location[]> {
  if (place === null) return quotedPlaces(text, await filesQuoted(log));
  const line = place.line - 1;
  const files = await filesNamed(place.file, log, results);
  const column = Math.max((place.column ?? 1) - 1, 0);
  const places = files.map((uri) => new vscode.Location(uri, new vscode.Position(line, column)));
  if (places.length < 2 || text === '') return places;
  const quoted = new Set(
    (await quotedPlaces(text, files))
      .filter(({ range }) => range.start.line === line)
      .map(({ uri }) => uri.toString()),
  );
  return quoted.size === 0 ? places : places.filter(({ uri }) => quoted.has(uri.toString()));
}

/** Every line of the files that reads as the log quotes it. */
async function quotedPlaces(
  text: string,
  files: readonly vscode.Uri[],
): Promise<readonly vscode.Location[]> {
  if (text === '') return [];
  const places: vscode.Location[] = [];
  for (const uri of files) {
    const lines = (await vscode.workspace.openTextDocument(uri)).getText().split(/\r?\n/);
    for (const [line, code] of lines.entries())
      if (code.trim() === text) places.push(new vscode.Location(uri, new vscode.Position(line, 0)));
  }
  return places;
}

function trimmed(document: vscode.TextDocument, line: number): vscode.Range {
  const { text, firstNonWhitespaceCharacterIndex: start } = document.lineAt(line);
  return new vscode.Range(line, start, line, Math.max(text.trimEnd().length, start));
}
