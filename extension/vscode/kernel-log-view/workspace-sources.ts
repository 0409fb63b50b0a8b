import * as vscode from 'vscode';
import type { KnownSources } from '../../contracts/kernel-log-messages';
import { SCHEDULER_GLOB } from '../../contracts/languages';
import type { SourceReference } from '../../contracts/source-reference';
import { printedBy, type PrintFormat } from '../../core/bpf-output/print-formats';
import {
  indexSource,
  placesOf,
  type SourceIndex,
  type SourcePlace,
} from '../../core/kernel-log/source-index';
import { Disposables, type Disposable } from '../api/disposables';
import { findSchedulers, sourceUri } from '../session/scheduler-sources';

/** What the schedulers of the workspace say of the rows of a log. */
export interface WorkspaceSources extends Disposable {
  /** Reads the sources again where they changed. */
  known(): Promise<KnownSources>;
  /** The function whose bpf_printk() printed a text, as far as the sources are read; null for unknown. */
  printedBy(text: string): string | null;
  /** Opens what a row speaks of; asks where several schedulers have it. */
  open(reference: SourceReference): Promise<void>;
}

export function createWorkspaceSources(): WorkspaceSources {
  let sources: readonly SourceIndex[] = [];
  let prints: readonly PrintFormat[] = [];
  let isCurrent = false;
  const owned = new Disposables();
  const forget = () => {
    isCurrent = false;
  };
  const watcher = vscode.workspace.createFileSystemWatcher(SCHEDULER_GLOB);
  owned.add(
    watcher,
    watcher.onDidChange(forget),
    watcher.onDidCreate(forget),
    watcher.onDidDelete(forget),
  );
  const read = async () => {
    if (!isCurrent) {
      isCurrent = true;
      sources = await Promise.all((await findSchedulers()).map(indexFile));
      prints = sources.flatMap((source) => source.prints);
    }
    return sources;
  };
  return {
    known: async () => knownOf(await read()),
    printedBy(text) {
      if (!isCurrent) void read(); // for the lines that come after it
      return printedBy(text, prints)?.where ?? null;
    },
    async open(reference) {
      const place = await choose(placesOf(reference, await read()));
      if (place !== null) await show(place);
    },
    dispose: () => {
      owned.dispose();
    },
  };
}

function knownOf(sources: readonly SourceIndex[]): KnownSources {
  const tables = sources.flatMap((source) => source.tables);
  return {
    files: sources.map(({ baseName }) => baseName),
    functions: sources.flatMap(({ functions }) => [...functions.keys()]),
    operations: [...new Set(tables.flatMap(({ operations }) => [...operations.keys()]))],
  };
}

async function indexFile(path: string): Promise<SourceIndex> {
  try {
    const bytes = await vscode.workspace.fs.readFile(sourceUri(path));
    return indexSource(path, new TextDecoder().decode(bytes));
  } catch {
    return indexSource(path, ''); // It was deleted in between.
  }
}

async function choose(places: readonly SourcePlace[]): Promise<SourcePlace | null> {
  if (places.length < 2) return places[0] ?? null;
  const rows = places.map((place) => ({
    label: `${vscode.workspace.asRelativePath(place.path)}:${place.line}`,
    place,
  }));
  const picked = await vscode.window.showQuickPick(rows, {
    placeHolder: 'Several schedulers have it: which one?',
  });
  return picked?.place ?? null;
}

async function show({ path, line }: SourcePlace): Promise<void> {
  const at = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(sourceUri(path), { selection: new vscode.Range(at, at) });
}
