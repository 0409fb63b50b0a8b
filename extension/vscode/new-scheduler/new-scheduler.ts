import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import type { PlannedScheduler } from '../../workflows/scaffold';
import { runCommand } from '../api/commands';
import type { Session } from '../session/session';
import { createGalleryEditor } from './gallery-editor';
import { saveAsTemplate } from './save-template';
import { showMe } from './show-me';

/**
 * `SCX: New Scheduler`: a gallery of templates, a form, then the main file with the cursor where work starts. What
 * else makes projects and templates is beside it.
 * It works in Restricted Mode too: it copies files, and runs nothing.
 */
export function registerNewScheduler(session: Session, extension: vscode.ExtensionContext): void {
  const gallery = createGalleryEditor(session, extension.extensionUri, async (made) => {
    session.log.info(`Made ${made.project}`);
    await openMainFile(made);
    await offerFolder(session, made.project);
  });
  session.owned.add(
    gallery,
    session.commands.register(COMMANDS.newScheduler, () => gallery.open()),
    session.commands.register(COMMANDS.saveAsTemplate, (argument) =>
      saveAsTemplate(session, argument),
    ),
    session.commands.register(COMMANDS.showMe, async () => {
      const project = await showMe(session);
      if (project !== null) await offerFolder(session, project);
    }),
  );
}

async function openMainFile({ mainFile, line, column }: PlannedScheduler): Promise<void> {
  const start = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(mainFile), {
    selection: new vscode.Range(start, start),
    preview: false,
  });
}

/** A project outside the workspace has no tree, no tasks and no search until its folder is opened. */
async function offerFolder({ notifications }: Session, project: string): Promise<void> {
  const uri = vscode.Uri.file(project);
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) return;
  const choice = await notifications.choose(
    `${project} lies outside the folders of this window.`,
    'Open Folder',
    'Open in New Window',
  );
  if (choice === undefined) return;
  await runCommand('vscode.openFolder', uri, { forceNewWindow: choice === 'Open in New Window' });
}
