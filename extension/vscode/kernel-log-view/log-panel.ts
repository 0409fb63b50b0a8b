import * as vscode from 'vscode';
import type { LogSubject, ToKernelLogPanel } from '../../contracts/kernel-log-messages';
import type { FromPanel } from '../../contracts/panel';
import type { Problem } from '../../core/findings/problem';
import type { Following } from '../../workflows/observe/kernel-log';
import type { Disposable } from '../api/disposables';
import { createPanel, type Panel } from '../api/panel';
import type { ConnectedHost } from '../session/connection';
import {
  createViewWatch,
  panelLink,
  runPanelAction,
  type ViewWatch,
} from '../session/panel-session';
import type { Session } from '../session/session';
import { RowStream } from './row-stream';
import type { WorkspaceSources } from './workspace-sources';

export interface LogPanelOptions {
  readonly view: string;
  readonly title: string;
  readonly subject: LogSubject;
  /** Code of the problem that the target has no such log: the connection is fine. */
  readonly refusedBy: string;
  readonly extensionUri: vscode.Uri;
  readonly sources: WorkspaceSources;
  /** All labels so far, where new ones came since the last call; null else. */
  readonly newLabels?: () => readonly string[] | null;
  /** Begins to follow; called again after a pause and on another host. */
  readonly start: (host: ConnectedHost, panel: LogPanel) => Following;
  /** The panel is empty: whatever was there comes again. */
  readonly onEmpty: () => void;
}

/** A view of rows that come from the connected target, followed while it is shown. */
export class LogPanel implements Disposable {
  readonly rows: RowStream;
  readonly #session: Session;
  readonly #options: LogPanelOptions;
  readonly #panel: Panel<ToKernelLogPanel>;
  readonly #watch: ViewWatch;
  #refusal: Problem | null = null;
  /** The page's script runs: what is sent before would be lost. */
  #isReady = false;

  constructor(session: Session, options: LogPanelOptions) {
    this.#session = session;
    this.#options = options;
    this.rows = new RowStream((rows) => {
      const labels = options.newLabels?.() ?? null;
      this.#panel.post({ kind: 'append', rows, labels });
    });
    this.#watch = createViewWatch(
      session,
      (host) => {
        this.#refusal = null;
        this.#sendLink();
        return options.start(host, this);
      },
      (problem) => this.#refuse(problem),
    );
    this.#panel = this.#createPanel();
  }

  /** The connection changed. */
  refresh(): void {
    this.#watch.sync(this.#panel.visible && this.#isReady);
    this.#sendLink();
  }

  clear(): void {
    this.rows.clear();
    this.#options.onEmpty();
    this.#panel.post({ kind: 'reset', subject: this.#options.subject });
  }

  dispose(): void {
    this.rows.dispose();
    this.#watch.dispose();
    this.#panel.dispose();
  }

  #createPanel(): Panel<ToKernelLogPanel> {
    const { view, title, extensionUri } = this.#options;
    return createPanel<ToKernelLogPanel>({
      view,
      bundle: 'kernel-log',
      title,
      extensionUri,
      keepsContent: true,
      onMessage: (message) => {
        this.#answer(message);
      },
      onVisibility: (visible) => {
        if (visible) this.rows.renew();
        this.#watch.sync(visible && this.#isReady);
        if (visible) void this.#sendSources();
      },
    });
  }

  #answer(message: FromPanel): void {
    switch (message.kind) {
      case 'ready':
        this.#restart();
        return;
      case 'taken':
        this.rows.taken();
        return;
      case 'action':
        runPanelAction(message.action);
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        return;
      case 'open':
        void this.#options.sources.open(message.reference);
        return;
      case 'save':
      case 'openRow':
      case 'choose-folder':
      case 'create':
      case 'plan':
      case 'templates-folder':
        return; // Of charts, of tables and of the gallery.
    }
  }

  /** A panel that was made anew has nothing: the log is read from its beginning. */
  #restart(): void {
    this.#isReady = true;
    this.#watch.sync(false);
    this.clear();
    this.refresh();
    void this.#sendSources();
  }

  #refuse(problem: Problem): boolean {
    if (problem.code !== this.#options.refusedBy && problem.code !== NO_PRIVILEGE) return false;
    this.#refusal = problem;
    this.#sendLink();
    return true;
  }

  async #sendSources(): Promise<void> {
    this.#panel.post({ kind: 'sources', known: await this.#options.sources.known() });
  }

  #sendLink(): void {
    const { choice, connection } = this.#session;
    const target = choice.target?.id ?? null;
    const link = panelLink(connection.state);
    const refusal = link.kind === 'live' ? this.#refusal : null;
    this.#panel.post({
      kind: 'link',
      target,
      link: refusal
        ? { kind: 'refused', message: refusal.message, nextStep: refusal.nextStep }
        : link,
    });
  }
}

/** hosts/shell/root-access.ts: there is no way to become root. */
const NO_PRIVILEGE = 'no-privilege';
