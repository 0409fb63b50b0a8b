import * as vscode from 'vscode';
import { parseTarget } from '../../core/sched-ext/target-name';
import type { Target } from '../../core/sched-ext/target';
import { knownTargets, USUAL_KERNELS, type KnownTarget } from '../../workflows/known-targets';
import { setting } from '../api/settings';
import type { Session } from '../session/session';

interface Row extends vscode.QuickPickItem {
  /** null: ask for some. */
  readonly target: string | null;
}

const MEMORY_KEY = 'verifyOn.targets';

/**
 * Asks for the targets to verify on. What was picked is kept with the workspace, in VS Code's own storage,
 * and picked already the next time. null when nothing was picked.
 */
export async function askTargets(
  session: Session,
  memory: vscode.Memento,
): Promise<readonly Target[] | null> {
  const before = memory.get<readonly string[]>(MEMORY_KEY) ?? [session.choice.text];
  const rows = targetRows(session, before);
  const picked = await vscode.window.showQuickPick(rows, {
    title: 'Verify on these machines, side by side',
    placeHolder: 'Space picks a target, Enter begins',
    canPickMany: true,
    matchOnDescription: true,
  });
  if (picked === undefined || picked.length === 0) return null;
  const named = picked.flatMap(({ target }) => target ?? []);
  const written = named.length < picked.length ? await askFurther() : [];
  if (written === null) return null;
  const names = [...new Set([...named, ...written])];
  await memory.update(MEMORY_KEY, names);
  return names.flatMap((name) => parseTarget(name) ?? []);
}

async function targetRows(session: Session, before: readonly string[]): Promise<Row[]> {
  const { hosts } = await session.context();
  const own = {
    chosen: session.choice.text,
    added: setting('targets'),
    platform: process.platform,
  };
  const known = await knownTargets(hosts, own);
  const names = new Set(known.map(({ target }) => target.id));
  const rowsOf = (origin: readonly KnownTarget['origin'][]) =>
    known.filter((one) => origin.includes(one.origin)).map((one) => rowOf(one, before));
  const fetched = USUAL_KERNELS.map((kernel) => `lab:${kernel}`).filter((id) => !names.has(id));
  const others = before.filter((name) => !names.has(name) && !fetched.includes(name));
  return [
    separator('Labs: throw-away virtual machines on this computer'),
    ...rowsOf(['lab']),
    ...fetched.map((id) => labelled(id, 'vm', 'is fetched first', before)),
    separator('Machines'),
    ...rowsOf(['chosen', 'added', 'machine']),
    ...others.map((id) => labelled(id, iconOf(id), 'as written', before)),
    { label: '$(add) Others…', description: 'lab:VERSION, user@host', target: null },
    separator('Hosts of your ssh configuration'),
    ...rowsOf(['ssh-config']),
  ];
}

function rowOf({ target, origin, isThere }: KnownTarget, before: readonly string[]): Row {
  const words: Readonly<Record<KnownTarget['origin'], string>> = {
    lab: isThere ? 'runs' : 'is booted for it',
    machine: 'this machine',
    chosen: 'selected',
    added: 'over ssh',
    'ssh-config': 'ssh configuration',
  };
  return labelled(target.id, iconOf(target.id), words[origin], before);
}

function labelled(id: string, icon: string, description: string, before: readonly string[]): Row {
  return { label: `$(${icon}) ${id}`, description, target: id, picked: before.includes(id) };
}

function iconOf(name: string): string {
  const kind = parseTarget(name)?.kind;
  if (kind === 'lab') return 'vm';
  return kind === 'local' ? 'device-desktop' : 'remote';
}

function separator(label: string): Row {
  return { label, kind: vscode.QuickPickItemKind.Separator, target: null };
}

/** null when the question was put away. */
async function askFurther(): Promise<readonly string[] | null> {
  const text = await vscode.window.showInputBox({
    title: 'Further targets',
    prompt: 'Separated by commas: lab:6.17, root@testbox',
    validateInput: (value) => {
      const wrong = namesIn(value).find((name) => parseTarget(name) === null);
      return wrong === undefined ? null : `${wrong} is no lab and no ssh destination`;
    },
  });
  return text === undefined ? null : namesIn(text);
}

function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
