import * as vscode from 'vscode';
import { TRACE_SCHEME } from '../../contracts/languages';
import type { Results } from '../session/results';
import { baseName, findSchedulers, sourceUri } from '../session/scheduler-sources';

const NOT_SOURCES = '**/{node_modules,.git,.cache}/**';
const MOST_FILES = 20;

/**
 * The files that a log may mean with a name. The log of a verdict knows what was compiled; for one that
 * was saved it is a file beside it or any of that name in the workspace.
 */
export async function filesNamed(
  name: string,
  log: vscode.Uri,
  results: Results,
): Promise<readonly vscode.Uri[]> {
  const source = sourceOfLog(log);
  const verified = source === null ? null : results.of(source)?.verified;
  const compiled = verified?.resolveFile(name) ?? null;
  if (compiled !== null) return [sourceUri(compiled)];
  const base = baseName(name);
  if (source !== null && baseName(source) === base) return [sourceUri(source)];
  const near = vscode.Uri.joinPath(source === null ? log : sourceUri(source), '..', base);
  if (near.scheme === 'file' && (await isFile(near))) return [near];
  const glob = `**/${base.replaceAll(/[[\]{}*?]/g, '[$&]')}`;
  const found = await vscode.workspace.findFiles(glob, NOT_SOURCES, MOST_FILES);
  return [...found].sort((a, b) => a.path.localeCompare(b.path));
}

/** Where a line may be that a log quotes without naming a file: kernels before 6.8. */
export async function filesQuoted(log: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const source = sourceOfLog(log);
  if (source !== null) return [sourceUri(source)];
  return (await findSchedulers()).slice(0, MOST_FILES).map(sourceUri);
}

/** The scheduler whose verdict a document shows. */
function sourceOfLog({ scheme, query }: vscode.Uri): string | null {
  return scheme === TRACE_SCHEME ? query : null;
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type === vscode.FileType.File;
  } catch {
    return false;
  }
}
