import * as vscode from 'vscode';
import type { Finding } from '../../core/findings/finding';
import type { SourceResult } from '../session/results';
import type { Session } from '../session/session';
import { diagnosticOf, fileOf } from './diagnostic';
import { registerPageCommand } from './page-command';
import { createTraceActions, SCHEDULER_FILES } from './trace-actions';

interface Origin {
  readonly name: string;
  /** Shown before the code in the Problems view. */
  readonly label: string;
  readonly findings: (result: SourceResult) => readonly Finding[];
}

const ORIGINS: readonly Origin[] = [
  { name: 'scx-clang', label: 'clang', findings: ({ build }) => build },
  {
    name: 'scx-verifier',
    label: 'verifier',
    findings: ({ verified }) => verified?.verdict.findings ?? [],
  },
  { name: 'scx-run', label: 'sched_ext', findings: ({ run }) => run?.findings ?? [] },
];

/** Shows results as diagnostics, one collection a step that finds them. */
export function registerFindings(session: Session, extension: vscode.ExtensionContext): void {
  const { results, owned } = session;
  registerPageCommand(session, extension);
  for (const origin of ORIGINS) {
    const collection = vscode.languages.createDiagnosticCollection(origin.name);
    const refresh = () => {
      showAll(collection, origin, results);
    };
    owned.add(collection, results.onDidChange(refresh));
  }
  owned.add(
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      for (const { fsPath } of files) results.forget(fsPath);
    }),
    vscode.languages.registerCodeActionsProvider(SCHEDULER_FILES, createTraceActions(results), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}

/** Two schedulers can have findings in the same header, so every file's list is made of all of them. */
function showAll(
  collection: vscode.DiagnosticCollection,
  origin: Origin,
  results: Session['results'],
): void {
  const byFile = new Map<string, vscode.Diagnostic[]>();
  for (const source of results.sources) {
    const result = results.of(source);
    for (const finding of result ? origin.findings(result) : []) {
      const file = fileOf(finding, source);
      const list = byFile.get(file) ?? [];
      list.push(diagnosticOf(finding, source, origin.label));
      byFile.set(file, list);
    }
  }
  collection.forEach((uri) => {
    if (!byFile.has(uri.fsPath)) collection.delete(uri);
  });
  for (const [file, diagnostics] of byFile) collection.set(vscode.Uri.file(file), diagnostics);
}
