import * as vscode from 'vscode';
import type { SavedFormat } from '../../contracts/panel';
import type { Notifications } from '../api/notifications';

const FILTERS: Readonly<Record<SavedFormat, Record<string, string[]>>> = {
  csv: { 'Comma-separated values': ['csv'] },
  png: { 'PNG image': ['png'] },
};

/** Asks where, and writes what a panel has exported. */
export async function saveFigures(
  notifications: Notifications,
  { format, content }: { readonly format: SavedFormat; readonly content: string },
): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `scheduler-status.${format}`;
  const to = await vscode.window.showSaveDialog({
    filters: FILTERS[format],
    title: 'Save Figures',
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (to === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(to, Buffer.from(content, ENCODINGS[format]));
  } catch (error) {
    notifications.problem({
      kind: 'tool',
      code: 'not-saved',
      message: `Could not save the figures: ${String(error)}`,
      nextStep: 'Save them to another place.',
      detail: '',
    });
  }
}

const ENCODINGS = { csv: 'utf8', png: 'base64' } as const;
