import * as vscode from 'vscode';
import { PROBLEM_MATCHERS, PROJECT_TASK_TYPE } from '../../contracts/tasks';
import { projectBuilds, type ProjectBuild } from '../../workflows/build/project-builds';
import { findSchedulers } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import { definitionOf, readProjectTask, taskName } from './task-definition';

/** Tasks of type `scx-project`: the commands by which the projects of the workspace build their schedulers. */
export function projectTaskProvider(session: Session): vscode.TaskProvider {
  return {
    provideTasks: () => (vscode.workspace.isTrusted ? offeredTasks(session) : []),
    resolveTask: ({ definition, scope, name }) => {
      if (!vscode.workspace.isTrusted) return undefined;
      const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
      if (folder === undefined) return undefined;
      const build = readProjectTask(definition, folder.uri.fsPath);
      return build === null ? undefined : taskOf(definition, build, folder, name);
    },
  };
}

async function offeredTasks(session: Session): Promise<vscode.Task[]> {
  const sources = await findSchedulers();
  const tasks = await Promise.all(sources.map((source) => projectTasks(session, source)));
  // One command builds many sources.
  const byKey = new Map(
    tasks.flat().map((task) => [`${task.name}\n${folderOf(task)?.uri.fsPath ?? ''}`, task]),
  );
  return [...byKey.values()];
}

const folderOf = ({ scope }: vscode.Task) => (typeof scope === 'object' ? scope : null);

/** The narrowest first; none for a source that lies in no folder that is open. */
export async function projectTasks(
  { context }: Pick<Session, 'context'>,
  source: string,
): Promise<readonly vscode.Task[]> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(source));
  if (folder === undefined) return [];
  const top = folder.uri.fsPath;
  const { files } = await context();
  const builds = await projectBuilds(files, source, top);
  return builds.map((build) => {
    const definition = definitionOf(build, top);
    return taskOf(definition, build, folder, taskName(definition));
  });
}

/** The tool gets its arguments as they are: no shell stands between. */
function taskOf(
  definition: vscode.TaskDefinition,
  { tool, args, folder: cwd }: ProjectBuild,
  folder: vscode.WorkspaceFolder,
  name: string,
): vscode.Task {
  const execution = new vscode.ProcessExecution(tool, [...args], { cwd });
  const matchers = [`$${PROBLEM_MATCHERS.project}`];
  const task = new vscode.Task(definition, folder, name, PROJECT_TASK_TYPE, execution, matchers);
  task.group = vscode.TaskGroup.Build;
  return task;
}

/** Runs a task and waits for it; true when it ended with status 0. */
export async function runToEnd(task: vscode.Task): Promise<boolean> {
  const execution = await vscode.tasks.executeTask(task);
  return new Promise((resolve) => {
    let isFine = false;
    const process = vscode.tasks.onDidEndTaskProcess((ended) => {
      if (ended.execution === execution) isFine = ended.exitCode === 0;
    });
    const end = vscode.tasks.onDidEndTask((ended) => {
      if (ended.execution !== execution) return;
      process.dispose();
      end.dispose();
      resolve(isFine);
    });
  });
}
