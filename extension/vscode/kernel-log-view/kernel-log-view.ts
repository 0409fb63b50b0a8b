import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import type { LogRow, ToKernelLogPanel } from '../../contracts/kernel-log-messages';
import type { FromPanel } from '../../contracts/panel';
import { VIEWS } from '../../contracts/views';
import { followKernelLog } from '../../workflows/observe';
import { runCommand } from '../api/commands';
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
import { createBatch, type Batch } from './batch';
import { LogRows } from './log-rows';

/** The Kernel Log view: the target's log with its history, followed while the view is shown. */
export function registerKernelLogView(session: Session, extension: vscode.ExtensionContext): void {
  const { owned, connection, choice, commands } = session;
  const view = new KernelLogView(session, extension.extensionUri);
  owned.add(
    view,
    connection.onDidChange(() => {
      view.refresh();
    }),
    choice.onDidChange(() => {
      view.clear();
    }),
    commands.register(COMMANDS.showKernelLog, () => runCommand('scx.kernelLog.focus')),
  );
}

class KernelLogView implements Disposable {
  readonly #session: Session;
  readonly #log = new LogRows();
  readonly #batch: Batch<LogRow>;
  readonly #watch: ViewWatch;
  readonly #panel: Panel<ToKernelLogPanel>;
  /** Whose log the rows are. */
  #host: ConnectedHost | null = null;

  constructor(session: Session, extensionUri: vscode.Uri) {
    this.#session = session;
    this.#batch = createBatch((rows) => {
      this.#panel.post({ kind: 'append', rows });
    });
    this.#watch = createViewWatch(session, (host) => this.#start(host));
    this.#panel = createPanel<ToKernelLogPanel>({
      view: VIEWS.kernelLog,
      bundle: 'kernel-log',
      title: 'Kernel log',
      extensionUri,
      onMessage: (message) => {
        this.#answer(message);
      },
      onVisibility: (visible) => {
        this.#watch.sync(visible);
      },
    });
  }

  refresh(): void {
    this.#watch.sync(this.#panel.visible);
    this.#sendLink();
  }

  clear(): void {
    this.#batch.clear();
    this.#log.clear();
    this.#panel.post({ kind: 'reset', rows: [] });
  }

  dispose(): void {
    this.#batch.dispose();
    this.#watch.dispose();
    this.#panel.dispose();
  }

  #start(host: ConnectedHost) {
    if (host !== this.#host || !this.#log.canResume) this.clear();
    this.#host = host;
    return followKernelLog(host, { history: true }, (record) => {
      this.#batch.add(this.#log.take(record));
    });
  }

  #answer(message: FromPanel): void {
    switch (message.kind) {
      case 'ready':
        this.#batch.clear();
        this.#panel.post({ kind: 'reset', rows: this.#log.rows });
        this.#sendLink();
        return;
      case 'action':
        runPanelAction(message.action);
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        return;
      case 'open': // Its links are messages of another kind.
    }
  }

  #sendLink(): void {
    const { choice, connection } = this.#session;
    const target = choice.target?.id ?? null;
    this.#panel.post({ kind: 'link', target, link: panelLink(connection.state) });
  }
}
