import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { PROPOSAL_SCHEME } from '../../contracts/languages';
import {
  existingCiWorkflow,
  planCiWorkflow,
  writeCiWorkflow,
  type PlannedCiWorkflow,
} from '../../workflows/ci-workflow';
import { runCommand } from '../api/commands';
import { reported } from '../session/report';
import type { Session } from '../session/session';
import { askFolder, askKernels, askLoading } from './questions';

/**
 * `SCX: Add CI Workflow`: two questions, then the file. It works in Restricted Mode too: it reads and writes
 * that one file, and runs nothing.
 */
export function registerCiWorkflow(session: Session, extension: vscode.ExtensionContext): void {
  const { version } = extension.extension.packageJSON as { readonly version: string };
  let proposed = '';
  session.owned.add(
    vscode.workspace.registerTextDocumentContentProvider(PROPOSAL_SCHEME, {
      provideTextDocumentContent: () => proposed,
    }),
    session.commands.register(COMMANDS.addCiWorkflow, async () => {
      const plan = await askPlan(session, version);
      if (plan === null) return;
      proposed = plan.text;
      if (await isWritten(session, plan)) await open(vscode.Uri.file(plan.path));
    }),
  );
}

async function askPlan(session: Session, version: string): Promise<PlannedCiWorkflow | null> {
  const folder = await askFolder();
  if (folder === undefined) {
    const none = vscode.workspace.workspaceFolders === undefined;
    if (none) session.notifications.problem(NO_FOLDER);
    return null;
  }
  const { files } = await session.context();
  const path = folder.uri.fsPath;
  const kernels = await askKernels(session, await existingCiWorkflow(files, path));
  if (kernels === null) return null;
  const loading = await askLoading();
  if (loading === null) return null;
  const request = { folder: path, kernels, loadSeconds: loading.seconds, version };
  return planCiWorkflow(files, request);
}

const NO_FOLDER = {
  kind: 'usage',
  code: 'no-folder',
  message: 'Could not add a workflow: no folder is open',
  nextStep: 'Open the folder of your project.',
  detail: '',
} as const;

/** Whether the file says what was asked for, now or already. */
async function isWritten(session: Session, plan: PlannedCiWorkflow): Promise<boolean> {
  const { path, text, before } = plan;
  if (before === text) {
    session.notifications.info(
      `${vscode.workspace.asRelativePath(path)} says this already; nothing was written.`,
    );
    return true;
  }
  if (before !== null && !(await mayReplace(session, path))) return false;
  const { files } = await session.context();
  if (!reported(session, await writeCiWorkflow(files, plan, before !== null))) return false;
  session.log.info(`Wrote ${path}`);
  return true;
}

/** Asked beside the difference: a modal question would hide what it is about. */
async function mayReplace({ notifications }: Session, path: string): Promise<boolean> {
  const proposal = vscode.Uri.from({ scheme: PROPOSAL_SCHEME, path, query: String(Date.now()) });
  await runCommand('vscode.diff', vscode.Uri.file(path), proposal, 'CI workflow: now ↔ proposed');
  const choice = await notifications.choose(
    `${vscode.workspace.asRelativePath(path)} is there already, with other content.`,
    'Replace',
    'Keep',
  );
  return choice === 'Replace';
}

async function open(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(uri, { preview: false });
}
