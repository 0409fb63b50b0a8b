import type { ExtensionContext } from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import type { StatusSample, StatusState, ToStatusPanel } from '../../contracts/status-messages';
import type { FromPanel } from '../../contracts/panel';
import { VIEWS } from '../../contracts/views';
import type { Sample } from '../../core/sched-ext/target';
import type { Following } from '../../workflows/observe/kernel-log';
import { watchStatus } from '../../workflows/observe/samples';
import { runCommand } from '../api/commands';
import { setContextKey } from '../api/context-keys';
import type { Disposable } from '../api/disposables';
import { openEditorPanel, type EditorPanel } from '../api/editor-panel';
import { createPanel, type Panel } from '../api/panel';
import { onSettingChange, setting } from '../api/settings';
import type { ConnectedHost } from '../session/connection';
import {
  createViewWatch,
  panelLink,
  runPanelAction,
  type ViewWatch,
} from '../session/panel-session';
import type { Session } from '../session/session';
import { saveFigures } from './saved-figures';
import { StatusMemory } from './status-memory';
import { statusSample } from './status-sample';

const FASTEST_MS = 200;

/** The Status view: what the kernel of the target says of its scheduler, live while it is shown. */
export function registerStatusView(session: Session, { extensionUri }: ExtensionContext): void {
  const { owned, connection, choice, run, costs, commands } = session;
  const view = new StatusView(session, extensionUri);
  owned.add(
    view,
    connection.onDidChange(() => {
      view.refresh();
    }),
    choice.onDidChange(() => {
      view.forget();
    }),
    // The last reading is of before a load or unload, and says nothing any more; that of a lost
    // target is still the newest there is.
    run.onDidChange(() => {
      if (run.loaded === null) view.refresh();
      else view.readAnew();
    }),
    run.onDidEnd(({ end }) => {
      if (end.kind !== 'lost') view.readAnew();
    }),
    costs.onDidChange(() => {
      view.refresh();
    }),
    onSettingChange('statusIntervalMs', () => {
      view.readAnew();
    }),
    commands.register(COMMANDS.showStatus, () => runCommand('scx.status.focus')),
    commands.register(COMMANDS.openStatus, () => {
      view.openEditor();
    }),
  );
}

class StatusView implements Disposable {
  readonly #session: Session;
  readonly #extensionUri: ExtensionContext['extensionUri'];
  readonly #watch: ViewWatch;
  readonly #panel: Panel<ToStatusPanel>;
  #editor: EditorPanel<ToStatusPanel> | null = null;
  readonly #memory = new StatusMemory(() => {
    this.#sendMarks();
  });
  #sample: StatusSample | null = null;
  #sampledAt: number | null = null;

  constructor(session: Session, extensionUri: ExtensionContext['extensionUri']) {
    this.#session = session;
    this.#extensionUri = extensionUri;
    this.#watch = createViewWatch(session, (host) => this.#start(host));
    this.#panel = createPanel<ToStatusPanel>({
      view: VIEWS.status,
      ...this.#content((message) => {
        this.#panel.post(message);
      }),
    });
  }

  /** The same in an editor, for a large screen. */
  openEditor(): void {
    if (this.#editor !== null) {
      this.#editor.reveal();
      return;
    }
    this.#editor = openEditorPanel<ToStatusPanel>({
      viewType: VIEWS.status,
      tabTitle: 'Scheduler Status',
      ...this.#content((message) => {
        this.#editor?.post(message);
      }),
      onClose: () => {
        this.#editor = null;
        this.#sync();
      },
    });
    this.#sync();
  }

  refresh(): void {
    this.#sync();
    this.#sendState();
  }

  /** What was read of another target says nothing of this one. */
  forget(): void {
    this.#memory.clear();
    this.#post({ kind: 'history', history: this.#memory.history });
    this.#forgetSample();
  }

  readAnew(): void {
    this.#watch.sync(false);
    this.#forgetSample();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#panel.dispose();
    this.#editor?.dispose();
  }

  #content(post: (message: ToStatusPanel) => void) {
    return {
      bundle: 'status',
      title: 'Scheduler status',
      extensionUri: this.#extensionUri,
      onMessage: (message: FromPanel) => {
        if (message.kind === 'action') runPanelAction(message.action);
        if (message.kind === 'save') void saveFigures(this.#session.notifications, message);
        if (message.kind !== 'ready') return;
        post({ kind: 'history', history: this.#memory.history });
        post({ kind: 'marks', marks: this.#memory.marks });
        post({ kind: 'state', state: this.#state() });
      },
      onVisibility: () => {
        this.#sync();
      },
    };
  }

  /** One sampler for both, while one of them is shown. */
  #sync(): void {
    this.#watch.sync(this.#panel.visible || (this.#editor?.visible ?? false));
  }

  #forgetSample(): void {
    this.#sample = null;
    this.#sampledAt = null;
    this.refresh();
  }

  #start(host: ConnectedHost): Following {
    let before: Sample | null = null;
    const samples = watchStatus(host, { intervalMs: wantedIntervalMs() }, (sample) => {
      this.#sample = statusSample(sample, before);
      this.#memory.take(sample, this.#sample);
      before = sample;
      this.#sampledAt = Date.now();
      this.#sendState();
      if (sample.state === 'enabled') setContextKey('scx.hasWatched', true);
    });
    // No view asks for a password by itself: then samples alone tell who came and went.
    const { state } = this.#session.connection;
    const asks = state.kind !== 'connected' || state.facts.privilege === 'sudo-password';
    const log = asks ? null : this.#memory.followLog(host);
    return {
      done: samples.done,
      end() {
        samples.end();
        log?.end();
      },
    };
  }

  #sendState(): void {
    this.#post({ kind: 'state', state: this.#state() });
  }

  #sendMarks(): void {
    this.#post({ kind: 'marks', marks: this.#memory.marks });
  }

  #post(message: ToStatusPanel): void {
    this.#panel.post(message);
    this.#editor?.post(message);
  }

  #state(): StatusState {
    const { connection, choice, run, costs } = this.#session;
    const { state } = connection;
    const target = choice.target?.id ?? null;
    const { loaded } = run;
    const isRunning = this.#sample?.state === 'enabled';
    return {
      target,
      kernel: state.kind === 'connected' ? state.facts.kernelRelease : null,
      link: panelLink(state),
      ownOps: loaded !== null && loaded.targetId === target ? loaded.run.ops : null,
      sample: this.#sample,
      loadedAtMs: isRunning ? this.#memory.loadedAtMs : null,
      sampledAt: this.#sampledAt,
      sentAt: Date.now(),
      intervalMs: wantedIntervalMs(),
      costs: costs.isOn ? costs.costs : null,
    };
  }
}

function wantedIntervalMs(): number {
  return Math.max(setting('statusIntervalMs'), FASTEST_MS);
}
