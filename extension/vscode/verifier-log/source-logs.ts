import * as vscode from 'vscode';
import { TRACE_SCHEME } from '../../contracts/languages';
import type { Results } from '../session/results';
import { baseName } from '../session/scheduler-sources';
import { isLog } from './log-documents';

/** Schedulers of this window whose verdict is about a file: their own source, or a header of it. */
export function sourcesOf(file: string, results: Results): readonly string[] {
  const name = baseName(file);
  return [...results.sources].filter(
    (source) => results.of(source)?.verified?.resolveFile(name) === file,
  );
}

/** Logs that the user has open; which source they are of is not known. */
export function savedLogs(): readonly vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(
    (document) => isLog(document) && document.uri.scheme !== TRACE_SCHEME,
  );
}
