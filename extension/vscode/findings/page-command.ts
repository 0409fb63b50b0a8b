import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { pageFile, PAGES_FOLDER } from '../../core/findings/finding-page';
import { commandUri, runCommand } from '../api/commands';
import type { Session } from '../session/session';

/** The link behind a code in the Problems view; undefined for a code that no page explains. */
export function pageLink(code: string): vscode.Uri | undefined {
  return pageFile(code) === null ? undefined : commandUri(COMMANDS.showFindingPage, code);
}

/** Opens the documentation page of a code beside the source. */
export function registerPageCommand(
  { commands, notifications, owned }: Session,
  { extensionUri }: Pick<vscode.ExtensionContext, 'extensionUri'>,
): void {
  owned.add(
    commands.register(COMMANDS.showFindingPage, async (code) => {
      // A link in any document can hold this command: only a known code becomes part of a path.
      const file = typeof code === 'string' ? pageFile(code) : null;
      if (file === null) return;
      const page = vscode.Uri.joinPath(extensionUri, PAGES_FOLDER, file);
      if (await exists(page)) await showRendered(page);
      else notifications.info(`There is no page about ${String(code)}.`);
    }),
  );
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}

/** As text where VS Code's own Markdown extension is switched off. */
async function showRendered(page: vscode.Uri): Promise<void> {
  try {
    await runCommand('markdown.showPreviewToSide', page);
  } catch {
    const viewColumn = vscode.ViewColumn.Beside;
    await vscode.window.showTextDocument(page, { viewColumn, preview: true });
  }
}
