import * as vscode from 'vscode';
import { SETTINGS } from '../../contracts/settings';
import { setting } from '../api/settings';
import { baseName } from '../session/scheduler-sources';

export interface ChosenProgram {
  /** Absolute path. */
  readonly path: string;
  readonly args: readonly string[];
}

/** The remembered program, or one that the user picks, which is remembered; null when put away. */
export async function chooseProgram(): Promise<ChosenProgram | null> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const known = setting('loaderPath', folder?.uri);
  const args = setting('loaderArguments', folder?.uri);
  if (known === '') return pick(folder, args);
  const choice = await vscode.window.showQuickPick(
    [
      { label: `Run ${baseName(known)}`, description: args.join(' '), detail: known, other: false },
      { label: 'Choose Another Program…', other: true },
    ],
    { placeHolder: `Arguments are those of the setting ${SETTINGS.loaderArguments.name}` },
  );
  if (choice === undefined) return null;
  return choice.other ? pick(folder, args) : { path: absolute(known, folder), args };
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
