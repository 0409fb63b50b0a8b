import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { VIEWS } from '../../contracts/views';
import type { KnownTarget } from '../../workflows/known-targets';
import { onSettingChange } from '../api/settings';
import type { Session } from '../session/session';
import { registerTargetCommands } from './target-commands';
import { createTargetSurveys } from './target-surveys';
import { TargetTree, type TargetNode } from './target-tree';

const isNamed = ({ origin }: KnownTarget) => origin === 'ssh-config';

/**
 * The tree of targets. Showing it looks at the user's own ones; the ssh configuration's hosts are looked
 * at when they are unfolded, and all that is unfolded when the user asks.
 */
export function createTargetsView(session: Session): void {
  const { owned, commands, choice } = session;
  const surveys = createTargetSurveys(session);
  const tree = new TargetTree(session, surveys);
  const view = vscode.window.createTreeView<TargetNode>(VIEWS.targets, { treeDataProvider: tree });
  let unfolded = false;
  let seen = false;
  const refresh = () => void surveys.refresh((known) => unfolded || !isNamed(known));
  const redraw = () => {
    tree.redraw();
  };
  const show = () => {
    if (!view.visible || seen) return;
    seen = true;
    refresh();
  };
  const onlyActive = () => {
    const id = choice.target?.id;
    if (seen) void surveys.refresh(({ target }) => target.id === id);
  };
  registerTargetCommands(session, refresh);
  owned.add(
    surveys,
    tree,
    view,
    surveys.onDidChange(redraw),
    onSettingChange('targets', () => {
      if (seen) refresh();
    }),
    ...onNews(session, onlyActive),
    view.onDidChangeVisibility(show),
    view.onDidExpandElement(({ element }) => {
      if (element.kind !== 'ssh-config') return;
      unfolded = true;
      void surveys.refresh(isNamed);
    }),
    view.onDidCollapseElement(({ element }) => {
      if (element.kind === 'ssh-config') unfolded = false;
    }),
    commands.register(COMMANDS.refreshTargets, refresh),
  );
  show();
}

/** What may have changed the active target's row. */
function onNews(
  { choice, run, connection }: Session,
  listener: () => void,
): readonly vscode.Disposable[] {
  return [
    choice.onDidChange(listener),
    run.onDidChange(listener),
    connection.onDidChange(() => {
      if (connection.state.kind === 'connected') listener();
    }),
  ];
}
