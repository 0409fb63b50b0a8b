import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { SCHEDULER_GLOB } from '../../contracts/languages';
import { VIEWS } from '../../contracts/views';
import { Disposables } from '../api/disposables';
import type { Session } from '../session/session';
import { SchedulerTree, type TreeNode } from './scheduler-tree';

/** Files come and go in bursts (a checkout): the tree is read again once they are quiet. */
const QUIET_MS = 200;

export function registerSchedulersView(session: Session): void {
  const { owned, commands, results, run, activities } = session;
  const tree = new SchedulerTree(session);
  const view = vscode.window.createTreeView<TreeNode>(VIEWS.schedulers, { treeDataProvider: tree });
  const refresh = () => {
    tree.refresh();
  };
  owned.add(
    tree,
    view,
    watchFiles(view, results, refresh),
    results.onDidChange(refresh),
    run.onDidChange(refresh),
    activities.onDidChange(refresh),
    commands.register(COMMANDS.refreshSchedulers, refresh),
  );
}

/** Watches once the view was seen: until then nobody needs to know. */
function watchFiles(
  view: vscode.TreeView<TreeNode>,
  results: Session['results'],
  refresh: () => void,
): Disposables {
  const owned = new Disposables();
  let watching = false;
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, QUIET_MS);
  };
  const start = () => {
    if (watching || !view.visible) return;
    watching = true;
    const watcher = vscode.workspace.createFileSystemWatcher(SCHEDULER_GLOB, false, true, false);
    const forget = ({ fsPath }: vscode.Uri) => {
      results.forget(fsPath);
      soon();
    };
    owned.add(watcher, watcher.onDidCreate(soon), watcher.onDidDelete(forget));
  };
  owned.add(view.onDidChangeVisibility(start), {
    dispose() {
      clearTimeout(timer);
    },
  });
  start();
  return owned;
}
