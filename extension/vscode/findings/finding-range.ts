import * as vscode from 'vscode';
import type { RelatedPlace } from '../../core/findings/finding';
import { openDocument } from '../session/scheduler-sources';
import { offsetOfByteColumn } from '../../core/findings/byte-column';

/** No editor shows more; VS Code cuts the range at the line's real end. */
const WHOLE_LINE = 10_000;
const WORD = /[A-Za-z_]\w*|\d[\w.]*/y;

/** A file with findings, and its text when it is open. */
interface ShownFile {
  readonly uri: vscode.Uri;
  readonly document: vscode.TextDocument | undefined;
}

/** Looks files up once each: thousands of findings lie in a few. Good for one refresh. */
export function createShownFiles(): (path: string) => ShownFile {
  const files = new Map<string, ShownFile>();
  return (path) => {
    const file = files.get(path) ?? { uri: vscode.Uri.file(path), document: openDocument(path) };
    files.set(path, file);
    return file;
  };
}

/** Where a finding is drawn: the word at its column, else its line without the indentation. */
export function findingRange(
  { document }: ShownFile,
  place: Pick<RelatedPlace, 'line' | 'column'>,
): vscode.Range {
  const line = Math.max((place.line ?? 1) - 1, 0);
  if (!document || line >= document.lineCount) {
    return new vscode.Range(line, place.column === null ? 0 : place.column - 1, line, WHOLE_LINE);
  }
  const { text, firstNonWhitespaceCharacterIndex: indent } = document.lineAt(line);
  if (place.column === null) return new vscode.Range(line, indent, line, text.trimEnd().length);
  const start = offsetOfByteColumn(text, place.column);
  return new vscode.Range(line, start, line, endOfWord(text, start));
}

function endOfWord(text: string, start: number): number {
  WORD.lastIndex = start;
  return WORD.exec(text) ? WORD.lastIndex : Math.min(start + 1, text.length);
}
