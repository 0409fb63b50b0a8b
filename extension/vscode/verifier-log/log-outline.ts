import * as vscode from 'vscode';
import type { LogPart, LogPartKind } from '../../core/verifier/log-document/log-part';
import { LOG_SELECTOR, type LogDocuments } from './log-documents';

const KINDS: Readonly<Record<LogPartKind, vscode.SymbolKind>> = {
  program: vscode.SymbolKind.Module,
  function: vscode.SymbolKind.Function,
  branch: vscode.SymbolKind.Namespace,
  branches: vscode.SymbolKind.Package,
  loop: vscode.SymbolKind.Array,
  error: vscode.SymbolKind.Event,
  report: vscode.SymbolKind.String,
};

/** Outline, breadcrumbs and "Go to Symbol" of a log. */
export function registerLogOutline(documents: LogDocuments): vscode.Disposable {
  return vscode.languages.registerDocumentSymbolProvider(
    LOG_SELECTOR,
    {
      async provideDocumentSymbols(document) {
        const log = await documents.of(document);
        return log.outline().map(symbolOf);
      },
    },
    { label: 'BPF Verifier Log' },
  );
}

function symbolOf({ kind, name, detail, firstLine, lastLine, children }: LogPart) {
  const symbol = new vscode.DocumentSymbol(
    name,
    detail,
    KINDS[kind],
    new vscode.Range(firstLine, 0, lastLine + 1, 0),
    new vscode.Range(firstLine, 0, firstLine, 0),
  );
  symbol.children = children.map(symbolOf);
  return symbol;
}
