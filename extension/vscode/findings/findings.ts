import * as vscode from 'vscode';
import type { Finding } from '../../core/findings/finding';
import { verifierFindings, type SourceResult } from '../session/results';
import type { Session } from '../session/session';
import { diagnosticOf, fileOf } from './diagnostic';
import { createFindingActions, SCHEDULER_FILES } from './finding-actions';
import { followEdits } from './edit-follower';
import { createFixActions } from './fix-actions';
import { createShownFiles } from './finding-range';
import { registerPageCommand } from './page-command';
import { followRemovals } from './removed-files';

interface Origin {
  readonly name: string;
  /** Shown before the code in the Problems view. */
  readonly label: string;
  readonly findings: (result: SourceResult) => readonly Finding[];
}

const NONE: readonly Finding[] = [];

const ORIGINS: readonly Origin[] = [
  { name: 'scx-clang', label: 'clang', findings: ({ build }) => build },
  {
    name: 'scx-verifier',
    label: 'verifier',
    findings: verifierFindings,
  },
  { name: 'scx-run', label: 'sched_ext', findings: ({ run }) => run?.findings ?? NONE },
];

/** Shows results as diagnostics, one collection a step that finds them. */
export function registerFindings(session: Session, extension: vscode.ExtensionContext): void {
  const { results, owned } = session;
  registerPageCommand(session, extension);
  followEdits(session);
  followRemovals(session);
  for (const origin of ORIGINS) {
    const collection = vscode.languages.createDiagnosticCollection(origin.name);
    let shown = new Map<string, readonly Finding[]>();
    const refresh = () => {
      const lists = listsBySource(origin, results);
      // Typing moves findings of one step at a time; those of the others stay as they are.
      if (!areSame(lists, shown)) showAll(collection, origin, lists);
      shown = lists;
    };
    owned.add(collection, results.onDidChange(refresh));
  }
  for (const actions of [createFixActions(results), createFindingActions(results)]) {
    owned.add(
      vscode.languages.registerCodeActionsProvider(SCHEDULER_FILES, actions, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  }
}

type Lists = ReadonlyMap<string, readonly Finding[]>;

function listsBySource(
  origin: Origin,
  results: Session['results'],
): Map<string, readonly Finding[]> {
  const lists = new Map<string, readonly Finding[]>();
  for (const source of results.sources) {
    const result = results.of(source);
    if (result) lists.set(source, origin.findings(result));
  }
  return lists;
}

function areSame(a: Lists, b: Lists): boolean {
  return a.size === b.size && [...a].every(([source, list]) => b.get(source) === list);
}

/** Two schedulers can have findings in the same header, so every file's list is made of all of them. */
function showAll(collection: vscode.DiagnosticCollection, origin: Origin, lists: Lists): void {
  const byFile = new Map<string, vscode.Diagnostic[]>();
  const shownFile = createShownFiles();
  for (const [source, findings] of lists) {
    for (const finding of findings) {
      const file = fileOf(finding, source);
      const diagnostics = byFile.get(file) ?? [];
      diagnostics.push(diagnosticOf(finding, source, origin.label, shownFile));
      byFile.set(file, diagnostics);
    }
  }
  collection.forEach((uri) => {
    if (!byFile.has(uri.fsPath)) collection.delete(uri);
  });
  for (const [file, diagnostics] of byFile) collection.set(shownFile(file).uri, diagnostics);
}
