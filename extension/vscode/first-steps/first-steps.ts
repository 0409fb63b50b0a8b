import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { runCommand } from '../api/commands';
import { setContextKey } from '../api/context-keys';
import { hasErrors } from '../session/report';
import { findingsOf } from '../session/results';
import { isScheduler } from '../session/scheduler-sources';
import type { Session } from '../session/session';

/** `SCX: First Steps` opens the walkthrough. Its steps tick themselves off by what has happened, not by clicks. */
export function registerFirstSteps(
  { owned, commands, results }: Session,
  { extension }: vscode.ExtensionContext,
): void {
  const seeScheduler = (document: vscode.TextDocument) => {
    if (isScheduler(document)) setContextKey('scx.hasScheduler', true);
  };
  owned.add(
    commands.register(COMMANDS.firstSteps, async () => {
      await runCommand('workbench.action.openWalkthrough', `${extension.id}#start`);
      setContextKey('scx.firstSteps', true);
    }),
    vscode.workspace.onDidOpenTextDocument(seeScheduler),
    results.onDidChange((source) => {
      const result = results.of(source);
      if (result && hasErrors(findingsOf(result))) setContextKey('scx.hasSeenError', true);
    }),
  );
  vscode.workspace.textDocuments.forEach(seeScheduler);
}
