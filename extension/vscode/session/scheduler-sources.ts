import * as vscode from 'vscode';
import { SCHEDULER_GLOB, SCHEDULER_SUFFIX } from '../../contracts/languages';

/** Schedulers are named by the absolute path of their source. */
export function isScheduler({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && uri.path.endsWith(SCHEDULER_SUFFIX);
}

export function sourceUri(source: string): vscode.Uri {
  return vscode.Uri.file(source);
}

export function baseName(source: string): string {
  return source.slice(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
}

const NOT_SOURCES = '**/{node_modules,.git,.cache}/**';

export async function findSchedulers(): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles(SCHEDULER_GLOB, NOT_SOURCES);
  return found.map(({ fsPath }) => fsPath).sort();
}

/**
 * The source a command is about: the file or tree row it was called on, else the editor's, else the
 * only one of the workspace, else the user is asked. null when there is none or nothing was picked.
 */
export async function chooseSource(argument: unknown): Promise<string | null> {
  const named = namedSource(argument);
  if (named !== null) return named;
  const active = vscode.window.activeTextEditor?.document;
  if (active && isScheduler(active)) return active.uri.fsPath;
  const all = await findSchedulers();
  if (all.length < 2) return all[0] ?? null;
  const rows = all.map((source) => ({
    label: baseName(source),
    description: vscode.workspace.asRelativePath(source),
    source,
  }));
  const picked = await vscode.window.showQuickPick(rows, { placeHolder: 'Which scheduler?' });
  return picked?.source ?? null;
}

function namedSource(argument: unknown): string | null {
  if (argument instanceof vscode.Uri) return argument.fsPath;
  if (typeof argument !== 'object' || argument === null || !('source' in argument)) return null;
  return typeof argument.source === 'string' ? argument.source : null;
}

const beingSaved = new Set<string>();

/** True while a step saves the source for itself: such a save starts no other step. */
export function isSavedByStep(source: string): boolean {
  return beingSaved.has(source);
}

/** What the disk has is what gets compiled: saves the open document and returns its text. */
export async function saveSource(source: string): Promise<string> {
  const open = openDocument(source);
  if (open?.isDirty === true) {
    beingSaved.add(source);
    await open.save();
    beingSaved.delete(source);
  }
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(sourceUri(source)));
  } catch {
    return ''; // The build says that the file is not there.
  }
}

export function openDocument(source: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    ({ uri }) => uri.scheme === 'file' && uri.fsPath === source,
  );
}
