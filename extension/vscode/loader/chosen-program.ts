import * as vscode from 'vscode';
import { SETTINGS } from '../../contracts/settings';
import { cargoPrograms } from '../../workflows/load/cargo-programs';
import { makePrograms } from '../../workflows/load/make-programs';
import { setting } from '../api/settings';
import { baseName, findSchedulers } from '../session/scheduler-sources';
import type { Session } from '../session/session';

export interface ChosenProgram {
  /** Absolute path. */
  readonly path: string;
  readonly args: readonly string[];
}

/**
 * The remembered program, one that make or cargo built here, or one that the user picks, which is remembered;
 * null when put away.
 */
export async function chooseProgram(session: Session): Promise<ChosenProgram | null> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const known = setting('loaderPath', folder?.uri);
  const args = setting('loaderArguments', folder?.uri);
  const remembered = known === '' ? null : absolute(known, folder);
  const built = (await builtPrograms(session)).filter((path) => path !== remembered);
  const paths = [...(remembered === null ? [] : [remembered]), ...built];
  if (paths.length === 0) return pick(folder, args);
  const rows = paths.map((path) => ({
    label: `Run ${baseName(path)}`,
    description: args.join(' '),
    detail: vscode.workspace.asRelativePath(path, false),
    path,
  }));
  const choice = await vscode.window.showQuickPick(
    [...rows, { label: 'Choose Another Program…', path: null }],
    { placeHolder: `Arguments are those of the setting ${SETTINGS.loaderArguments.name}` },
  );
  if (choice === undefined) return null;
  if (choice.path === null) return pick(folder, args);
  if (choice.path !== remembered) await remember(vscode.Uri.file(choice.path), folder);
  return { path: choice.path, args };
}

/** The newest; older ones can be found by the dialog. */
const MOST_OFFERED = 8;
const MOST_PROJECTS = 20;

async function builtPrograms(session: Session): Promise<readonly string[]> {
  const manifests = await vscode.workspace.findFiles(
    '**/Cargo.toml',
    '**/{node_modules,.git,.cache,target}/**',
    MOST_PROJECTS,
  );
  const { files } = await session.context();
  const targets = manifests.map((uri) => vscode.Uri.joinPath(uri, '../target').fsPath);
  const sources = await findSchedulers();
  const found = await Promise.all([
    ...sources.map((source) => makePrograms(files, source)),
    ...targets.map((target) => cargoPrograms(files, target)),
  ]);
  return found.flat().slice(0, MOST_OFFERED);
}

async function pick(
  folder: vscode.WorkspaceFolder | undefined,
  args: readonly string[],
): Promise<ChosenProgram | null> {
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: 'The program that loads your scheduler',
      openLabel: 'Run on Target',
      ...(folder === undefined ? {} : { defaultUri: folder.uri }),
    })) ?? [];
  if (picked === undefined) return null;
  await remember(picked, folder);
  return { path: picked.fsPath, args };
}

/** In the workspace, as a path within it where it lies there; without one nothing is remembered. */
async function remember(
  picked: vscode.Uri,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<void> {
  if (folder === undefined) return;
  const isWithin = vscode.workspace.getWorkspaceFolder(picked) === folder;
  const path = isWithin ? vscode.workspace.asRelativePath(picked, false) : picked.fsPath;
  const configuration = vscode.workspace.getConfiguration(undefined, folder.uri);
  await configuration.update(
    SETTINGS.loaderPath.name,
    path,
    vscode.ConfigurationTarget.WorkspaceFolder,
  );
}

function absolute(path: string, folder: vscode.WorkspaceFolder | undefined): string {
  if (/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path)) return vscode.Uri.file(path).fsPath;
  return folder === undefined ? path : vscode.Uri.joinPath(folder.uri, path).fsPath;
}
