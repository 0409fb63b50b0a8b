import * as vscode from 'vscode';
import { TASK_STEPS, TASK_TYPE } from '../../contracts/tasks';
import { findSchedulers } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import { readDefinition, type TaskDefinition } from './task-definition';
import { createTaskTerminal } from './task-terminal';

/** Tasks of type `scx`: the loop's own steps, in a terminal that prints findings as compilers do. */
export function registerBuildTasks(session: Session): void {
  const provider: vscode.TaskProvider = {
    provideTasks: () => (vscode.workspace.isTrusted ? detectedTasks(session) : []),
    resolveTask: (task) => resolved(session, task),
  };
  session.owned.add(vscode.tasks.registerTaskProvider(TASK_TYPE, provider));
}

async function detectedTasks(session: Session): Promise<vscode.Task[]> {
  const sources = await findSchedulers();
  return sources.flatMap((path) => {
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path));
    const source = vscode.workspace.asRelativePath(path, false);
    return TASK_STEPS.map((step) => {
      const definition: TaskDefinition = { type: TASK_TYPE, task: step, source };
      const task = taskOf(session, definition, folder, `${step} ${source}`);
      if (step !== 'load') task.group = vscode.TaskGroup.Build;
      return task;
    });
  });
}

/** tasks.json gives the definition only; VS Code wants the very same object back. */
function resolved(session: Session, { definition, scope, name }: vscode.Task): vscode.Task {
  const folder = typeof scope === 'object' ? scope : undefined;
  return taskOf(session, definition, folder, name);
}

function taskOf(
  session: Session,
  definition: vscode.TaskDefinition,
  folder: vscode.WorkspaceFolder | undefined,
  name: string,
): vscode.Task {
  const execution = new vscode.CustomExecution((given) =>
    Promise.resolve(createTaskTerminal(session, readDefinition(given), folder)),
  );
  const task = new vscode.Task(
    definition,
    folder ?? vscode.TaskScope.Workspace,
    name,
    'scx',
    execution,
    [], // The session shows the findings itself; tasks.json may still name the matchers.
  );
  task.presentationOptions = { clear: true, showReuseMessage: false };
  return task;
}
