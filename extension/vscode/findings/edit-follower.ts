import * as vscode from 'vscode';
import type { Finding } from '../../core/findings/finding';
import { followLines, type FollowedLine } from '../../core/findings/followed-lines';
import { moveFindings } from '../../core/findings/moved-findings';
import { changeBetween, lineChanges, type LineChange } from '../../core/findings/text-change';
import type { Results } from '../session/results';
import type { Session } from '../session/session';
import { fileOf } from './diagnostic';
import { linesIn, listsOf, movedResult } from './result-lists';

/** Lines of interest in one document, from 0, with the text that stands there. */
type WatchedLines = Map<number, string>;

/**
 * Keeps findings with the text they are about while it is edited: they move with their lines, and leave
 * when those are changed. All features see the moved ones, since they become the source's results.
 */
export function followEdits({ results, owned }: Session): void {
  const follower = new EditFollower(results);
  vscode.workspace.textDocuments.forEach((document) => {
    follower.opened(document);
  });
  owned.add(
    vscode.workspace.onDidOpenTextDocument((document) => {
      follower.opened(document);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      follower.edited(document, contentChanges);
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      follower.saved(document);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      follower.closed(document);
    }),
    results.onDidChange((source) => {
      follower.arrived(source);
    }),
  );
}

class EditFollower {
  readonly #watched = new Map<string, WatchedLines>();
  /** Open documents as they were last on disk, which is what gets compiled. */
  readonly #onDisk = new Map<string, string>();
  /** Lists that are about the documents as they are now. */
  readonly #current = new WeakSet<readonly Finding[]>();
  #isMoving = false;

  constructor(private readonly results: Results) {}

  opened(document: vscode.TextDocument): void {
    if (!isFollowed(document)) return;
    if (!document.isDirty) this.#onDisk.set(document.uri.fsPath, document.getText());
    this.#watch(document);
  }

  saved(document: vscode.TextDocument): void {
    if (isFollowed(document)) this.#onDisk.set(document.uri.fsPath, document.getText());
  }

  /** Edits that were thrown away with the document never happened to what is on disk. */
  closed(document: vscode.TextDocument): void {
    const file = document.uri.fsPath;
    const onDisk = linesOf(this.#onDisk.get(file) ?? document.getText());
    const change = changeBetween(linesOf(document.getText()), onDisk);
    if (change !== null) this.#move(file, [change], (line) => onDisk[line]);
    this.#onDisk.delete(file);
    this.#watched.delete(file);
  }

  edited(
    document: vscode.TextDocument,
    contentChanges: readonly vscode.TextDocumentContentChangeEvent[],
  ): void {
    const file = document.uri.fsPath;
    if (contentChanges.length === 0 || !this.#watched.has(file)) return;
    this.#move(file, lineChanges(contentChanges), lineReader(document));
  }

  /** A verdict is about the text on disk: what was typed since is made up for. */
  arrived(source: string): void {
    if (this.#isMoving) return;
    for (const document of vscode.workspace.textDocuments) {
      if (document.isDirty) this.#catchUp(document, source);
    }
    for (const list of this.#lists(source)) this.#current.add(list);
    for (const document of vscode.workspace.textDocuments) {
      if (isFollowed(document)) this.#watch(document);
    }
  }

  #catchUp(document: vscode.TextDocument, source: string): void {
    const file = document.uri.fsPath;
    const fresh = this.#lists(source).filter((list) => !this.#current.has(list));
    const lines = linesIn(fresh.flat(), file, source);
    const text = this.#onDisk.get(file);
    if (text === undefined || lines.size === 0) return;
    const onDisk = linesOf(text);
    const change = changeBetween(onDisk, linesOf(document.getText()));
    if (change === null) return;
    const watched = new Map([...lines].map((line) => [line, onDisk[line] ?? '']));
    const followed = followLines(watched, [change], lineReader(document));
    this.#replace(source, file, followed, (list) => fresh.includes(list));
  }

  #lists(source: string): (readonly Finding[])[] {
    const result = this.results.of(source);
    return result ? listsOf(result) : [];
  }

  #watch(document: vscode.TextDocument): void {
    const file = document.uri.fsPath;
    const readLine = lineReader(document);
    const watched: WatchedLines = new Map();
    for (const source of this.results.sources) {
      for (const line of linesIn(this.#lists(source).flat(), file, source)) {
        const text = readLine(line);
        if (text !== undefined) watched.set(line, text);
      }
    }
    if (watched.size > 0) this.#watched.set(file, watched);
    else this.#watched.delete(file);
  }

  #move(
    file: string,
    changes: readonly LineChange[],
    readLine: (line: number) => string | undefined,
  ): void {
    const watched = this.#watched.get(file) ?? new Map<number, string>();
    const followed = followLines(watched, changes, readLine);
    if (followed.size === 0) return;
    const now: WatchedLines = new Map();
    for (const [line, text] of watched) {
      const to = followed.get(line);
      if (to === undefined) now.set(line, text);
      else if (to !== null) now.set(to.line, readLine(to.line) ?? text);
    }
    this.#watched.set(file, now);
    for (const source of [...this.results.sources]) {
      this.#replace(source, file, followed);
      for (const list of this.#lists(source)) this.#current.add(list);
    }
  }

  #replace(
    source: string,
    file: string,
    followed: ReadonlyMap<number, FollowedLine | null>,
    isWanted: (list: readonly Finding[]) => boolean = () => true,
  ): void {
    const result = this.results.of(source);
    if (result === null) return;
    const moved = movedResult(result, (list) => {
      if (!isWanted(list)) return list;
      return moveFindings(list, (place) => fileOf(place, source) === file, followed);
    });
    if (moved === null) return;
    this.#isMoving = true;
    this.results.update(source, moved);
    this.#isMoving = false;
  }
}

/** Schedulers and headers; what else is open has no findings. */
function isFollowed({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && /\.[ch]$/.test(uri.path);
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

function lineReader(document: vscode.TextDocument): (line: number) => string | undefined {
  return (line) => (line < document.lineCount ? document.lineAt(line).text : undefined);
}
