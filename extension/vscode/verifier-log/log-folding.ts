import * as vscode from 'vscode';
import { logFolds } from '../../core/verifier/log-document/folding';
import { LOG_SELECTOR, type LogDocuments } from './log-documents';

/** Programs, branches, functions, loops and reports of a log fold. */
export function registerLogFolding(documents: LogDocuments): vscode.Disposable {
  return vscode.languages.registerFoldingRangeProvider(LOG_SELECTOR, {
    async provideFoldingRanges(document) {
      const log = await documents.of(document);
      return logFolds(log.index, log.outline()).map(
        ({ firstLine, lastLine }) => new vscode.FoldingRange(firstLine, lastLine),
      );
    },
  });
}
