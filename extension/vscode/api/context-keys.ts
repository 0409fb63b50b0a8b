import * as vscode from 'vscode';
import type { ContextKey, ContextKeys } from '../../contracts/context-keys';

/** The only door to setContext: `when` clauses in package.json read these. */
export function setContextKey<K extends ContextKey>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
