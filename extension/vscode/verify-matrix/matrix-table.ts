import * as vscode from 'vscode';
import type {
  ToVerifyMatrixPanel,
  VerifyMatrixRow,
  VerifyMatrixState,
} from '../../contracts/verify-matrix-messages';
import type { FromPanel } from '../../contracts/panel';
import type { Disposable } from '../api/disposables';
import { openEditorPanel, type EditorPanel } from '../api/editor-panel';
import { markdownTable } from './matrix-rows';

export interface MatrixTableOptions {
  readonly extensionUri: vscode.Uri;
  onRunAgain(): void;
  /** A row's finding is to be shown in its source. */
  onOpen(target: string): void;
  onClose(): void;
}

const NOTHING_YET: VerifyMatrixState = { scheduler: null, isBusy: false, summary: '', rows: [] };
const COPIED_SHOWN_MS = 3000;

/** The table in an editor of its own: one a window, filled while targets answer. */
export class MatrixTable implements Disposable {
  readonly #options: MatrixTableOptions;
  #panel: EditorPanel<ToVerifyMatrixPanel> | null = null;
  #state = NOTHING_YET;

  constructor(options: MatrixTableOptions) {
    this.#options = options;
  }

  begin(scheduler: string, summary: string, rows: readonly VerifyMatrixRow[]): void {
    if (this.#panel === null) this.#panel = this.#open();
    else this.#panel.reveal();
    this.#show({ scheduler, isBusy: true, summary, rows });
  }

  /** Shows another state of one target. */
  row(row: VerifyMatrixRow): void {
    const rows = this.#state.rows.map((known) => (known.target === row.target ? row : known));
    this.#show({ ...this.#state, rows });
  }

  /** `changed` gives what becomes of a target that still waits. */
  end(
    summary: (rows: readonly VerifyMatrixRow[]) => string,
    changed: (waiting: VerifyMatrixRow) => VerifyMatrixRow,
  ): void {
    const rows = this.#state.rows.map((row) => (row.state === 'waiting' ? changed(row) : row));
    this.#show({ ...this.#state, rows, isBusy: false, summary: summary(rows) });
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): EditorPanel<ToVerifyMatrixPanel> {
    return openEditorPanel<ToVerifyMatrixPanel>({
      viewType: 'scx.verifyMatrix',
      tabTitle: 'Verify on…',
      bundle: 'verify-matrix',
      title: 'One scheduler on many kernels',
      extensionUri: this.#options.extensionUri,
      onMessage: (message) => {
        this.#answer(message);
      },
      onClose: () => {
        this.#panel = null;
        this.#options.onClose();
      },
    });
  }

  #answer(message: FromPanel): void {
    switch (message.kind) {
      case 'ready':
        this.#show(this.#state);
        return;
      case 'copy':
        void this.#copy();
        return;
      case 'openRow':
        this.#options.onOpen(message.row);
        return;
      case 'action':
        this.#options.onRunAgain();
        return;
      case 'open':
      case 'taken':
      case 'choose-folder':
      case 'create':
      case 'plan':
      case 'templates-folder':
      case 'save': // Of logs, charts and the gallery.
    }
  }

  async #copy(): Promise<void> {
    await vscode.env.clipboard.writeText(markdownTable(this.#state.rows));
    vscode.window.setStatusBarMessage('Copied the table', COPIED_SHOWN_MS);
  }

  #show(state: VerifyMatrixState): void {
    this.#state = state;
    this.#panel?.post({ kind: 'state', state });
  }
}
