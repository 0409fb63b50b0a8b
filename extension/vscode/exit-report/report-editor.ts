import * as vscode from 'vscode';
import type { FromPanel } from '../../contracts/panel';
import {
  placeNamed,
  type ShownReport,
  type StateDump,
  type ToReportPanel,
} from '../../core/exit-report/shown-report';
import type { Disposable } from '../api/disposables';
import { openEditorPanel, type EditorPanel } from '../api/editor-panel';
import type { KeptReport } from '../session/exit-reports';
import { runPanelAction } from '../session/panel-session';
import { sourceUri } from '../session/scheduler-sources';

/** The report in an editor of its own: one a window, which shows the last one asked for. */
export class ReportEditor implements Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #save: (kept: KeptReport) => void;
  #panel: EditorPanel<ToReportPanel> | null = null;
  #shown: ShownReport | null = null;
  /** What the shown one is of; null for a dump. */
  #kept: KeptReport | null = null;

  constructor(extensionUri: vscode.Uri, save: (kept: KeptReport) => void) {
    this.#extensionUri = extensionUri;
    this.#save = save;
  }

  /** The report that the user sees, which may be older than the last one. */
  get visible(): KeptReport | null {
    return this.#panel?.visible === true ? this.#kept : null;
  }

  showEnd(kept: KeptReport): void {
    this.#kept = kept;
    this.#show({ kind: 'end', report: kept.report });
  }

  showState(dump: StateDump): void {
    this.#kept = null;
    this.#show({ kind: 'state', ...dump });
  }

  #show(shown: ShownReport): void {
    this.#shown = shown;
    if (this.#panel === null) this.#panel = this.#open();
    else {
      this.#panel.reveal();
      this.#panel.post({ kind: 'shown', shown });
    }
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): EditorPanel<ToReportPanel> {
    return openEditorPanel<ToReportPanel>({
      viewType: 'scx.exitReport',
      tabTitle: 'Scheduler Report',
      bundle: 'exit-report',
      title: 'Report of a scheduler',
      extensionUri: this.#extensionUri,
      onMessage: (message) => {
        this.#answer(message);
      },
      onClose: () => {
        this.#panel = null;
      },
    });
  }

  #answer(message: FromPanel): void {
    switch (message.kind) {
      case 'ready':
        if (this.#shown !== null) this.#panel?.post({ kind: 'shown', shown: this.#shown });
        return;
      case 'action':
        if (message.action === 'saveReport' && this.#kept !== null) this.#save(this.#kept);
        else runPanelAction(message.action);
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        return;
      case 'openRow':
        if (this.#shown?.kind === 'end') void open(placeNamed(this.#shown.report, message.row));
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
}

/** Beside the report, which stays to be read. */
async function open(place: ReturnType<typeof placeNamed>): Promise<void> {
  if (place === null) return;
  const at = new vscode.Position(place.line - 1, 0);
  try {
    await vscode.window.showTextDocument(sourceUri(place.file), {
      selection: new vscode.Range(at, at),
      viewColumn: vscode.ViewColumn.Beside,
    });
  } catch {
    vscode.window.setStatusBarMessage(`${place.file} is not on this machine`, 5000);
  }
}
