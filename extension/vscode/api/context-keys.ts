import * as vscode from 'vscode';
import type { ContextKey, ContextKeys } from '../../contracts/context-keys';

const said = new Map<ContextKey, unknown>();

/** The only door to setContext: `when` clauses in package.json read these. VS Code is told of changes alone. */
export function setContextKey<K extends ContextKey>(key: K, value: ContextKeys[K]): void {
  if (said.get(key) === value) return;
  said.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}
