import type * as vscode from 'vscode';
import { TASK_STEPS, TASK_TYPE, type TaskStep } from '../../contracts/tasks';

/** `{ "type": "scx", "task": "verify", "source": "fifo.bpf.c", "target": "lab:6.18" }` */
export interface TaskDefinition extends vscode.TaskDefinition {
  readonly type: typeof TASK_TYPE;
  readonly task: TaskStep;
  /** Absolute, or relative to the workspace folder. */
  readonly source: string;
  /** Absent: the chosen one. */
  readonly target?: string;
}

/** Reads a definition of tasks.json; what is wrong is a sentence, to be said in the task's terminal. */
export function readDefinition(given: vscode.TaskDefinition): TaskDefinition | string {
  const { task, source, target } = given as Readonly<Record<string, unknown>>;
  const step = TASK_STEPS.find((known) => known === task);
  if (step === undefined) return `"task" must be one of ${TASK_STEPS.join(', ')}.`;
  if (typeof source !== 'string' || source === '') return '"source" must name a .bpf.c file.';
  const base = { type: TASK_TYPE, task: step, source } as const;
  return typeof target === 'string' && target !== '' ? { ...base, target } : base;
}
