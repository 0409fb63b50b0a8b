import * as vscode from 'vscode';
import { TRACE_SCHEME, VERIFIER_LOG } from '../../contracts/languages';
import type { SourceResult } from '../session/results';
import { baseName } from '../session/scheduler-sources';
import type { Session } from '../session/session';

/** Read-only documents with a verifier's whole log, one a scheduler, rewritten by each verdict. */
export function createTraceDocuments({ results, owned }: Session) {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const shown = new Map<string, string>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent({ query }) {
      const text = traceText(results.of(query));
      shown.set(query, text);
      return text;
    },
  };
  owned.add(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(TRACE_SCHEME, provider),
    results.onDidChange((source) => {
      const before = shown.get(source);
      // Findings change with every edit of the source; its log, which may be long, does not.
      if (before !== undefined && before !== traceText(results.of(source)))
        changed.fire(traceUri(source));
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === TRACE_SCHEME) shown.delete(uri.query);
    }),
  );
}

export function traceUri(source: string): vscode.Uri {
  return vscode.Uri.from({
    scheme: TRACE_SCHEME,
    path: `/${baseName(source)}${VERIFIER_LOG.extension}`,
    query: source,
  });
}

const NONE = 'No verifier log: this scheduler was not verified since the window was opened.\n';

/** The log of the last step that made one: a rejected load comes after its verification. */
function traceText(result: SourceResult | null): string {
  return result?.run?.log ?? result?.verified?.log ?? NONE;
}
