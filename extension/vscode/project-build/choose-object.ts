import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { foundObjects } from '../../workflows/build/found-objects';
import { runCommand } from '../api/commands';
import { baseName, sourceUri } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import { objectRows } from './object-rows';
import { projectTasks, runToEnd } from './project-tasks';

/** Asks which object is taken for a source, remembers it, and verifies it. */
export async function chooseObject(session: Session, source: string): Promise<void> {
  const object = await askObject(session, source);
  if (object === undefined || object === session.objects.of(source)) return;
  await session.objects.choose(source, object);
  // What was said is of another object.
  session.results.forget(source);
  if (session.choice.target !== null) await runCommand(COMMANDS.verify, sourceUri(source));
}

/** null: compile; undefined: put away, or a build of what is taken already, which is verified when it ends. */
async function askObject(session: Session, source: string): Promise<string | null | undefined> {
  const chosen = session.objects.of(source);
  const { files } = await session.context();
  const rows = objectRows({
    found: await foundObjects(files, source),
    tasks: await projectTasks(session, source),
    chosen,
    relative: (path) => vscode.workspace.asRelativePath(path, false),
  });
  const row = await vscode.window.showQuickPick(rows, {
    placeHolder: `What is verified and loaded for ${baseName(source)}?`,
  });
  const answer = row?.answer;
  switch (answer?.kind) {
    case 'object':
      return answer.path;
    case 'compile':
      return null;
    case 'pick':
      return pickFile(source);
    case 'build':
      return (await runToEnd(answer.task)) && chosen === null
        ? askObject(session, source)
        : undefined;
    case undefined:
      return undefined;
  }
}

async function pickFile(source: string): Promise<string | undefined> {
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: `The object that was built of ${baseName(source)}`,
      openLabel: 'Use Object',
      defaultUri: vscode.Uri.joinPath(sourceUri(source), '..'),
      filters: { 'BPF objects': ['o'] },
    })) ?? [];
  return picked?.fsPath;
}
