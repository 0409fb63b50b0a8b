import * as vscode from 'vscode';
import { validateName } from '../../core/scaffold/scheduler-name';
import type { WorkflowContext } from '../../workflows/context';
import { listTemplates, type NewSchedulerRequest, type Template } from '../../workflows/scaffold';

/** Template, name, folder, in that order; null when the user leaves. */
export async function askRequest(context: WorkflowContext): Promise<NewSchedulerRequest | null> {
  const template = await askTemplate(context);
  if (template === undefined) return null;
  const name = await askName();
  if (name === undefined) return null;
  const folder = await askFolder(name);
  return folder === undefined ? null : { template, name, folder };
}

async function askTemplate(context: WorkflowContext): Promise<Template | undefined> {
  const { templates } = await listTemplates(context);
  const rows = templates.map((template) => ({
    label: template.name,
    description: template.manifest.title,
    template,
  }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: 'New Scheduler (1/3): template',
    placeHolder: 'What to start from',
    ignoreFocusOut: true,
  });
  return picked?.template;
}

async function askName(): Promise<string | undefined> {
  const taken = await takenNames();
  return vscode.window.showInputBox({
    title: 'New Scheduler (2/3): name',
    prompt: 'Names the folder, the callbacks and the scheduler in the kernel: a C identifier',
    placeHolder: 'my_sched',
    ignoreFocusOut: true,
    validateInput: (name) => {
      if (name === '') return null; // Nothing is wrong yet; Enter is refused by the next line.
      const check = validateName(name, taken);
      if (check.kind === 'ok') return null;
      return check.suggestion === null
        ? check.message
        : `${check.message}. Try ${check.suggestion}`;
    },
  });
}

/** What already lies where the new folder would most likely be made. */
async function takenNames(): Promise<readonly string[]> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) return [];
  const entries = await vscode.workspace.fs.readDirectory(folder.uri);
  return entries.map(([name]) => name);
}

interface FolderRow extends vscode.QuickPickItem {
  /** null: ask with a dialog. */
  readonly folder: vscode.Uri | null;
}

async function askFolder(name: string): Promise<string | undefined> {
  const { workspaceFolders = [] } = vscode.workspace;
  if (workspaceFolders.length === 0) return (await askAnyFolder(name))?.fsPath;
  const rows: FolderRow[] = [
    ...workspaceFolders.map(({ name: label, uri }) => ({
      label: `$(root-folder) ${label}`,
      description: uri.fsPath,
      folder: uri,
    })),
    { label: '$(folder-opened) Another folder…', description: 'choose one', folder: null },
  ];
  const picked = await vscode.window.showQuickPick(rows, {
    title: 'New Scheduler (3/3): folder',
    placeHolder: `The folder ${name} is made inside the one you pick`,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  return (picked.folder ?? (await askAnyFolder(name)))?.fsPath;
}

async function askAnyFolder(name: string): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: `Folder to make ${name} in`,
    openLabel: 'Make It Here',
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0];
}
