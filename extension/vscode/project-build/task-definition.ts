import type * as vscode from 'vscode';
import { PROJECT_TASK_TYPE, PROJECT_TOOLS, type ProjectTool } from '../../contracts/tasks';
import { joinedPath, pathBelow } from '../../core/findings/file-path';
import type { ProjectBuild } from '../../workflows/build/project-builds';

/** `{ "type": "scx-project", "tool": "make", "args": ["scx_simple"], "folder": "tools/sched_ext" }` */
export interface ProjectTaskDefinition extends vscode.TaskDefinition {
  readonly type: typeof PROJECT_TASK_TYPE;
  readonly tool: ProjectTool;
  /** Absent: none. */
  readonly args?: readonly string[];
  /** Below the folder that is open; absent: that one. */
  readonly folder?: string;
}

/** What is no part of it is left out, since tasks are told apart by what is in their definitions. */
export function definitionOf(
  { tool, args, folder }: ProjectBuild,
  top: string,
): ProjectTaskDefinition {
  const below = pathBelow(top, folder);
  return {
    type: PROJECT_TASK_TYPE,
    tool,
    ...(args.length === 0 ? {} : { args }),
    ...(below === null ? {} : { folder: below }),
  };
}

/** As a definition of tasks.json has it; null for one with another tool, or that leads out of the folder that is open. */
export function readProjectTask(given: vscode.TaskDefinition, top: string): ProjectBuild | null {
  const { args = [], folder = '', ...rest } = given as Readonly<Record<string, unknown>>;
  const tool = PROJECT_TOOLS.find((known) => known === rest['tool']);
  if (tool === undefined || typeof folder !== 'string' || !isWords(args)) return null;
  const place = joinedPath(top, folder);
  const isWithin = place === joinedPath(top, '') || pathBelow(top, place) !== null;
  return isWithin ? { tool, args, folder: place } : null;
}

const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((word) => typeof word === 'string');

/** `make scx_simple in tools/sched_ext`. */
export function taskName({ tool, args = [], folder }: ProjectTaskDefinition): string {
  return [tool, ...args].join(' ') + (folder === undefined ? '' : ` in ${folder}`);
}
