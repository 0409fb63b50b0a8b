import * as vscode from 'vscode';
import { printable } from '../../core/findings/plain-text';
import type { Session } from '../session/session';
import type { TaskDefinition } from './task-definition';
import { runTask, type TaskExit } from './task-steps';

const CTRL_C = '\x03';
const USAGE_EXIT = 2;

/** The terminal of one task: Ctrl-C and closing it cancel the step, on the target too. */
export function createTaskTerminal(
  session: Session,
  definition: TaskDefinition | string,
  folder: vscode.WorkspaceFolder | undefined,
): vscode.Pseudoterminal {
  const writes = new vscode.EventEmitter<string>();
  const closes = new vscode.EventEmitter<number>();
  const controller = new AbortController();
  const print = (line: string) => {
    writes.fire(`${printable(line)}\r\n`);
  };
  const start = async (): Promise<TaskExit | typeof USAGE_EXIT> => {
    if (typeof definition === 'string') {
      print(`Could not run this task: ${definition}`);
      return USAGE_EXIT;
    }
    const source = absolute(definition.source, folder);
    return runTask({ session, definition, source, signal: controller.signal, print });
  };
  return {
    onDidWrite: writes.event,
    onDidClose: closes.event,
    open() {
      start().then(
        (exit) => {
          closes.fire(exit);
        },
        (error: unknown) => {
          session.log.bug('A task', error);
          print(
            'This task failed unexpectedly, which is a bug of SCX Studio: see "SCX: Show Log".',
          );
          closes.fire(1);
        },
      );
    },
    handleInput(data) {
      if (data === CTRL_C) controller.abort();
    },
    close() {
      controller.abort();
    },
  };
}

function absolute(source: string, folder: vscode.WorkspaceFolder | undefined): string {
  if (/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(source)) return vscode.Uri.file(source).fsPath;
  const base = folder ?? vscode.workspace.workspaceFolders?.[0];
  return base ? vscode.Uri.joinPath(base.uri, source).fsPath : source;
}
