import * as vscode from 'vscode';
import { moveFindings } from '../../core/findings/moved-findings';
import type { Results } from '../session/results';
import type { Session } from '../session/session';
import { fileOf } from './diagnostic';
import { movedResult } from './result-lists';

/** Takes findings out whose file is gone: deleted or renamed in the editor, or by a checkout. */
export function followRemovals({ results, owned }: Session): void {
  const remove = (uri: vscode.Uri) => {
    removed(results, uri.fsPath);
  };
  let watcher: vscode.FileSystemWatcher | null = null;
  owned.add(
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      files.forEach(remove);
    }),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri } of files) remove(oldUri);
    }),
    // Watching costs something, and nobody needs it before there is a finding.
    results.onDidChange(() => {
      if (watcher !== null) return;
      watcher = vscode.workspace.createFileSystemWatcher('**/*.{c,h}', true, true, false);
      owned.add(watcher, watcher.onDidDelete(remove));
    }),
  );
}

/** `path` may be a folder: all that lay below it is gone, too. */
function removed(results: Results, path: string): void {
  // A checkout removes many files at once: no more than this is done for each place.
  const isGone = (file: string) =>
    file.startsWith(path) && /^(?:$|[\\/])/.test(file.slice(path.length));
  for (const source of [...results.sources]) {
    const result = results.of(source);
    if (isGone(source)) results.forget(source);
    else if (result !== null) {
      const isThere = (place: { readonly file: string | null }) => isGone(fileOf(place, source));
      const moved = movedResult(result, (list) => moveFindings(list, isThere, { get: () => null }));
      if (moved !== null) results.update(source, moved);
    }
  }
}
