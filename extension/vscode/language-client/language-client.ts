import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { SCHEDULER_GLOB } from '../../contracts/languages';
import { isScheduler } from '../session/scheduler-sources';
import type { Session } from '../session/session';

/** Starts the language server, a process of its own, when the first scheduler is opened. */
export function registerLanguageClient(
  { owned, log }: Session,
  extension: vscode.ExtensionContext,
): void {
  let client: Promise<LanguageClient> | null = null;
  const startFor = (document: vscode.TextDocument) => {
    if (client !== null || !isScheduler(document)) return;
    client = start(extension.asAbsolutePath('dist/language-server.js'));
    client.catch((error: unknown) => {
      log.bug('The language server', error);
    });
  };
  owned.add(vscode.workspace.onDidOpenTextDocument(startFor), {
    dispose() {
      void client?.then((running) => running.dispose());
    },
  });
  vscode.workspace.textDocuments.forEach(startFor);
}

/** Loaded only here: the client library is the largest part of the bundle. */
async function start(module: string): Promise<LanguageClient> {
  const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
  const run = { module, transport: TransportKind.ipc };
  const client = new LanguageClient(
    'scx-studio',
    'SCX Studio Language Server',
    { run, debug: run },
    { documentSelector: [{ scheme: 'file', pattern: SCHEDULER_GLOB }] },
  );
  await client.start();
  return client;
}
