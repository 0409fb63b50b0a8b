import * as vscode from 'vscode';
import type { CommandId } from '../../contracts/commands';
import type { Log } from './logs';

/** VS Code's own commands that this extension runs. */
type BuiltInCommand =
  | 'vscode.openFolder'
  | 'vscode.diff'
  | 'workbench.trust.manage'
  | 'workbench.actions.view.problems'
  | 'workbench.action.openSettings'
  | 'workbench.action.openWalkthrough'
  | 'editor.action.peekLocations'
  | 'markdown.showPreview'
  | 'markdown.showPreviewToSide'
  | 'scx.status.focus'
  | 'scx.kernelLog.focus'
  | 'scx.bpfOutput.focus';

export interface Commands {
  /** The only door to registering: a bug in a handler is logged and said, never lost. */
  readonly register: (id: CommandId, handler: (argument: unknown) => unknown) => vscode.Disposable;
}

export function createCommands(log: Log): Commands {
  return {
    register: (id, handler) =>
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        try {
          await handler(argument);
        } catch (error) {
          log.bug(id, error);
          const choice = await vscode.window.showErrorMessage(
            `Could not run ${id}: an unexpected failure, which is a bug of SCX Studio.`,
            'Show Log',
          );
          if (choice !== undefined) log.show();
        }
      }),
  };
}

export async function runCommand(
  id: CommandId | BuiltInCommand,
  ...given: unknown[]
): Promise<void> {
  await vscode.commands.executeCommand(id, ...given);
}

/** A `command:` link, for hovers, diagnostics and lenses. */
export function commandUri(id: CommandId, argument: unknown): vscode.Uri {
  return vscode.Uri.parse(`command:${id}?${encodeURIComponent(JSON.stringify([argument]))}`);
}
