import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { newScheduler, type PlannedScheduler } from '../../workflows/scaffold';
import { runCommand } from '../api/commands';
import { reported } from '../session/report';
import type { Session } from '../session/session';
import { askRequest } from './questions';

/** `SCX: New Scheduler`: three questions, then the main file with the cursor where work starts. */
export function registerNewScheduler(session: Session): void {
  session.owned.add(
    session.commands.register(COMMANDS.newScheduler, async () => {
      const context = await session.context();
      const request = await askRequest(context);
      if (request === null) return;
      const outcome = await newScheduler(context, request);
      if (!reported(session, outcome)) return;
      session.log.info(`Made ${outcome.value.project}`);
      await openMainFile(outcome.value);
      await offerFolder(session, outcome.value.project);
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
