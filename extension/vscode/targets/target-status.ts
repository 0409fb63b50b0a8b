import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { baseName } from '../session/scheduler-sources';
import type { Session } from '../session/session';

/** Left of other extensions' items, right of the branch and the problems. */
const PRIORITY = 50;

/** The status bar: `$(vm) lab:6.18 · fifo`, and beside it what is at work, which a click cancels. */
export function createTargetStatus(session: Session): void {
  const { choice, connection, run, activities, owned } = session;
  const target = vscode.window.createStatusBarItem(
    'scx.target',
    vscode.StatusBarAlignment.Left,
    PRIORITY,
  );
  target.name = 'SCX Target';
  target.command = COMMANDS.selectTarget;
  const busy = vscode.window.createStatusBarItem(
    'scx.busy',
    vscode.StatusBarAlignment.Left,
    PRIORITY - 1,
  );
  busy.name = 'SCX Progress';
  busy.command = COMMANDS.cancel;
  const refresh = () => {
    showTarget(target, session);
    showBusy(busy, activities.current);
  };
  refresh();
  owned.add(
    target,
    busy,
    choice.onDidChange(refresh),
    connection.onDidChange(refresh),
    run.onDidChange(refresh),
    activities.onDidChange(refresh),
  );
}

function showTarget(item: vscode.StatusBarItem, { choice, connection, run }: Session): void {
  const { state } = connection;
  const { loaded } = run;
  const id = choice.target?.id ?? null;
  item.text =
    id === null
      ? '$(vm-outline) SCX: no target'
      : `${iconOf(state.kind)} ${id}${loaded === null ? '' : ` · ${loaded.run.ops}`}`;
  item.tooltip = tooltipOf(id, state, loaded);
  item.accessibilityInformation = {
    label: `SCX target ${id ?? 'none'}${loaded === null ? '' : `, ${loaded.run.ops} loaded`}`,
  };
  item.backgroundColor =
    state.kind === 'lost' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  item.show();
}

function iconOf(kind: Session['connection']['state']['kind']): string {
  switch (kind) {
    case 'connected':
      return '$(vm-active)';
    case 'connecting':
      return '$(vm-connect)';
    case 'lost':
      return '$(warning)';
    case 'idle':
    case 'untrusted':
    case 'no-target':
      return '$(vm)';
  }
}

function tooltipOf(
  id: string | null,
  state: Session['connection']['state'],
  loaded: Session['run']['loaded'],
): string {
  const lines = [
    id === null ? 'SCX Studio: no target is selected' : `SCX Studio target: ${id}`,
    ...(state.kind === 'connected' ? [`Linux ${state.facts.kernelRelease}`] : []),
    ...(state.kind === 'connecting' ? [state.step] : []),
    ...(state.kind === 'lost' ? [state.problem.message] : []),
    ...(loaded === null
      ? []
      : [`${loaded.run.ops} (${baseName(loaded.source)}) runs on ${loaded.targetId}`]),
    'Click to select another target',
  ];
  return lines.join('\n');
}

function showBusy(item: vscode.StatusBarItem, stage: string | null): void {
  if (stage === null) {
    item.hide();
    return;
  }
  item.text = `$(sync~spin) ${stage}`;
  item.tooltip = 'SCX Studio is at work; click to cancel';
  item.show();
}
