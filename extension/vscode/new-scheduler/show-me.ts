import * as vscode from 'vscode';
import { makeShowMe } from '../../workflows/scaffold';
import { reported } from '../session/report';
import type { Session } from '../session/session';

/**
 * `SCX: Show Me`: a project of schedulers with one bug each. Gives its folder; null when it was not made. It works
 * in Restricted Mode too: files are copied, and nothing is run.
 */
export async function showMe(session: Session): Promise<string | null> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? (await askFolder());
  if (folder === null) return null;
  const made = await makeShowMe(await session.context(), folder);
  if (!reported(session, made)) return null;
  const { project, sources } = made.value;
  session.log.info(`Made ${project}`);
  const [first] = sources;
  if (first !== undefined)
    await vscode.window.showTextDocument(vscode.Uri.file(first), { preview: false });
  return project;
}

async function askFolder(): Promise<string | null> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: 'Folder to make "show-me" in',
      openLabel: 'Make It Here',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return chosen?.fsPath ?? null;
}
