import * as vscode from 'vscode';
import { parseTarget } from '../../core/sched-ext/target-name';
import { setting } from '../api/settings';

interface Row extends vscode.QuickPickItem {
  /** null: ask for one. */
  readonly target: string | null;
}

/** Kernels that a lab is known to run on; any other version can be written. */
const LAB_KERNELS = ['6.18', '6.16', '6.12'];

/** Asks for a target, as text; null when nothing was picked. Free text is taken as it is. */
export async function pickTarget(current: string): Promise<string | null> {
  const picker = vscode.window.createQuickPick<Row>();
  picker.title = 'Select the machine that schedulers run on';
  picker.placeholder = 'Pick one, or write user@host, an alias of your ssh config, or lab:VERSION';
  picker.matchOnDescription = true;
  const rows = targetRows(current);
  picker.items = rows;
  picker.onDidChangeValue((value) => {
    picker.items = withTyped(rows, value);
  });
  const picked = await new Promise<Row | null>((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0] ?? null);
    });
    picker.onDidHide(() => {
      resolve(null);
    });
    picker.show();
  });
  picker.dispose();
  if (picked === null) return null;
  return picked.target ?? askDestination();
}

function targetRows(current: string): readonly Row[] {
  const marked = (row: Row): Row =>
    row.target === current ? { ...row, description: `${row.description ?? ''} · selected` } : row;
  return [
    separator('Labs: throw-away virtual machines on this computer'),
    marked({ label: '$(vm) lab', description: 'newest kernel', target: 'lab' }),
    ...LAB_KERNELS.map((kernel) =>
      marked({
        label: `$(vm) lab:${kernel}`,
        description: `Linux ${kernel}`,
        target: `lab:${kernel}`,
      }),
    ),
    separator('Machines'),
    ...machines(current).map((target) =>
      marked({ label: `$(remote) ${target}`, description: 'over ssh', target }),
    ),
    { label: '$(add) Another machine…', description: 'user@host over ssh', target: null },
    ...(process.platform === 'linux'
      ? [
          marked({
            label: '$(device-desktop) local',
            description: 'this machine: a bad scheduler can freeze it for up to 30 s',
            target: 'local',
          }),
        ]
      : []),
  ];
}

/** Those of the settings, and the selected one, which may have been written here. */
function machines(current: string): readonly string[] {
  const known = setting('targets');
  const isNew = parseTarget(current)?.kind === 'ssh' && !known.includes(current);
  return isNew ? [current, ...known] : known;
}

function separator(label: string): Row {
  return { label, kind: vscode.QuickPickItemKind.Separator, target: null };
}

/** What is written comes as a row of its own, so that Enter takes it. */
function withTyped(rows: readonly Row[], value: string): readonly Row[] {
  const target = parseTarget(value);
  const text = value.trim();
  if (target === null || rows.some((row) => row.target === text)) return rows;
  const icon = target.kind === 'lab' ? '$(vm)' : '$(remote)';
  return [{ label: `${icon} ${text}`, description: 'as written', target: text }, ...rows];
}

async function askDestination(): Promise<string | null> {
  const text = await vscode.window.showInputBox({
    title: 'Machine to run schedulers on',
    prompt: 'What ssh takes: user@host, an alias of your ssh config, or ssh://user@host:port',
    placeHolder: 'root@testbox',
    validateInput: (value) =>
      parseTarget(value)?.kind === 'ssh' ? null : 'This is not a destination that ssh takes',
  });
  return text?.trim() ?? null;
}
