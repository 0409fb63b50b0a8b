import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { VERIFIER_LOG } from '../../contracts/languages';
import { logErrors, type LogError } from '../../core/verifier/log-document/log-errors';
import type { LogPart } from '../../core/verifier/log-document/log-part';
import { logOutline } from '../../core/verifier/log-document/outline';
import { SourceVisits } from '../../core/verifier/log-document/source-visits';
import { createLogIndexer, type LogIndex } from '../../core/verifier/log/log-index';
import type { Disposable } from '../api/disposables';

/** What is known of a document with a log, made once for each version of its text. */
export interface ReadLog {
  readonly index: LogIndex;
  readonly errors: readonly LogError[];
  /** Made when first asked for, as are the visits. */
  outline(): readonly LogPart[];
  visits(): SourceVisits;
}

/** Shared by all that show something of a log; forgets documents that are closed. */
export interface LogDocuments extends Disposable {
  of(document: vscode.TextDocument): Promise<ReadLog>;
  /** The log of a scheduler's last verdict, which need not be open as a document. */
  ofVerdict(source: string, log: string): Promise<ReadLog>;
}

/** Any file or untitled document that has this language, whoever gave it to it. */
export const LOG_SELECTOR: vscode.DocumentSelector = { language: VERIFIER_LOG.id };

export const isLog = ({ languageId }: vscode.TextDocument) => languageId === VERIFIER_LOG.id;

export function createLogDocuments(): LogDocuments {
  const read = new Map<vscode.TextDocument, { version: number; log: Promise<ReadLog> }>();
  const ofVerdicts = new Map<string, { text: string; log: Promise<ReadLog> }>();
  const closing = vscode.workspace.onDidCloseTextDocument((document) => {
    read.delete(document);
  });
  return {
    of(document) {
      const known = read.get(document);
      if (known?.version === document.version) return known.log;
      const log = readLog(document.getText());
      if (!document.isClosed) read.set(document, { version: document.version, log });
      return log;
    },
    ofVerdict(source, text) {
      const known = ofVerdicts.get(source);
      if (known?.text === text) return known.log;
      const log = readLog(text);
      ofVerdicts.set(source, { text, log });
      return log;
    },
    dispose() {
      closing.dispose();
      read.clear();
      ofVerdicts.clear();
    },
  };
}

/** Takes some milliseconds: other extensions share this thread. */
const SLICE_CHARACTERS = 1 << 18;

async function readLog(text: string): Promise<ReadLog> {
  const indexer = createLogIndexer();
  for (let start = 0; start < text.length; start += SLICE_CHARACTERS) {
    indexer.push(text.slice(start, start + SLICE_CHARACTERS));
    await setImmediate();
  }
  const index = indexer.end();
  await setImmediate();
  const errors = logErrors(index, index.verdict.findings);
  let outline: readonly LogPart[] | null = null;
  let visits: SourceVisits | null = null;
  return {
    index,
    errors,
    outline: () => (outline ??= logOutline(index, errors, index.verdict.programs)),
    visits: () => (visits ??= new SourceVisits(index)),
  };
}
