import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { parseTarget } from '../../core/sched-ext/target-name';
import type { WorkflowContext } from '../../workflows/context';
import { USUAL_KERNELS } from '../../workflows/known-targets';
import { setting } from '../api/settings';
import type { Session } from '../session/session';

interface Row extends vscode.QuickPickItem {
  /** null: ask for one. */
  readonly target: string | null;
}

/** Asks for a target, as text; null when nothing was picked. Free text is taken as it is. */
export async function pickTarget(session: Session): Promise<string | null> {
  const current = session.choice.text;
  const picker = vscode.window.createQuickPick<Row>();
  picker.title = 'Select the machine that schedulers run on';
  picker.placeholder = 'Pick one, or write user@host, an alias of your ssh config, or lab:VERSION';
  picker.matchOnDescription = true;
  let rows = targetRows(current, null);
  const show = () => {
    picker.items = withTyped(rows, picker.value);
  };
  show();
  picker.keepScrollPosition = true;
  picker.onDidChangeValue(show);
  // Reading configurations takes a moment; what is known without them can be picked at once.
  picker.busy = true;
  void readKnown(session).then((known) => {
    rows = targetRows(current, known);
    picker.busy = false;
    const active = picker.activeItems[0]?.target;
    show();
    // New rows take the choice back to the first one.
    const same = picker.items.find(({ target }) => target !== null && target === active);
    if (same) picker.activeItems = [same];
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

type KnownMachines = Awaited<ReturnType<WorkflowContext['hosts']['known']>>;

async function readKnown({ context }: Session): Promise<KnownMachines> {
  const { hosts } = await context();
  return hosts.known();
}

/** What is read from files stands at the end: no row moves away under the mouse when it arrives. */
function targetRows(current: string, read: KnownMachines | null): readonly Row[] {
  const { sshHosts, labs } = read ?? { sshHosts: [], labs: [] };
  const marked = (row: Row): Row =>
    row.target === current ? { ...row, description: `${row.description ?? ''} · selected` } : row;
  const added = machines(current);
  const named = sshHosts.filter((host) => !added.includes(host));
  const further = labs.filter(({ kernel }) => !USUAL_KERNELS.includes(kernel));
  return [
    separator('Labs: throw-away virtual machines on this computer'),
    marked({ label: '$(vm) lab', description: 'newest kernel', target: 'lab' }),
    ...USUAL_KERNELS.map((kernel) => marked(labRow(kernel, read))),
    separator('Machines'),
    ...added.map((target) =>
      marked({ label: `$(remote) ${target}`, description: 'over ssh', target }),
    ),
    { label: '$(add) Another machine…', description: 'user@host over ssh', target: null },
    ...(process.platform === 'linux' ? [marked(THIS_MACHINE)] : []),
    ...(named.length === 0 ? [] : [separator('Hosts of your ssh configuration')]),
    ...named.map((target) =>
      marked({ label: `$(remote) ${target}`, description: 'ssh configuration', target }),
    ),
    ...(further.length === 0 ? [] : [separator('Further labs')]),
    ...further.map(({ kernel }) => marked(labRow(kernel, read))),
  ];
}

const THIS_MACHINE: Row = {
  label: '$(device-desktop) local',
  description: `this machine (${hostname()}): a bad scheduler can freeze it for up to 30 s`,
  target: 'local',
};

function labRow(kernel: string, read: KnownMachines | null): Row {
  const known = read?.labs.find((lab) => lab.kernel === kernel);
  const fetched = read !== null && known === undefined ? ', is fetched first' : '';
  const state = known?.isRunning === true ? ', runs' : fetched;
  return {
    label: `$(vm) lab:${kernel}`,
    description: `Linux ${kernel}${state}`,
    target: `lab:${kernel}`,
  };
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

/** Asks for an ssh destination; null when the question was put away. */
export async function askDestination(): Promise<string | null> {
  const text = await vscode.window.showInputBox({
    title: 'Machine to run schedulers on',
    prompt: 'What ssh takes: user@host, an alias of your ssh config, or ssh://user@host:port',
    placeHolder: 'root@testbox',
    validateInput: (value) =>
      parseTarget(value)?.kind === 'ssh' ? null : 'This is not a destination that ssh takes',
  });
  return text?.trim() ?? null;
}
