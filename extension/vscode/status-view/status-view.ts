import type { ExtensionContext } from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import type { StatusSample, StatusState, ToStatusPanel } from '../../contracts/status-messages';
import { VIEWS } from '../../contracts/views';
import type { Sample } from '../../core/sched-ext/target';
import { watchStatus } from '../../workflows/observe/samples';
import { runCommand } from '../api/commands';
import type { Disposable } from '../api/disposables';
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
  );
}

class StatusView implements Disposable {
  readonly #session: Session;
  readonly #watch: ViewWatch;
  readonly #panel: Panel<ToStatusPanel>;
  #sample: StatusSample | null = null;
  #sampledAt: number | null = null;

  constructor(session: Session, extensionUri: ExtensionContext['extensionUri']) {
    this.#session = session;
    this.#watch = createViewWatch(session, (host) => this.#start(host));
    this.#panel = createPanel<ToStatusPanel>({
      view: VIEWS.status,
      bundle: 'status',
      title: 'Scheduler status',
      extensionUri,
      onMessage: (message) => {
        if (message.kind === 'ready') this.#send();
        if (message.kind === 'action') runPanelAction(message.action);
      },
      onVisibility: (visible) => {
        this.#watch.sync(visible);
      },
    });
  }

  refresh(): void {
    this.#watch.sync(this.#panel.visible);
    this.#send();
  }

  /** What was read of another target says nothing of this one. */
  forget(): void {
    this.#sample = null;
    this.#sampledAt = null;
    this.refresh();
  }

  readAnew(): void {
    this.#watch.sync(false);
    this.forget();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#panel.dispose();
  }

  #start(host: ConnectedHost) {
    const intervalMs = Math.max(setting('statusIntervalMs'), FASTEST_MS);
    let before: Sample | null = null;
    return watchStatus(host, { intervalMs }, (sample) => {
      this.#sample = statusSample(sample, before);
      before = sample;
      this.#sampledAt = Date.now();
      this.#send();
    });
  }

  #send(): void {
    this.#panel.post({ kind: 'state', state: this.#state() });
  }

  #state(): StatusState {
    const { connection, choice, run, costs } = this.#session;
    const { state } = connection;
    const target = choice.target?.id ?? null;
    const { loaded } = run;
    return {
      target,
      kernel: state.kind === 'connected' ? state.facts.kernelRelease : null,
      link: panelLink(state),
      ownOps: loaded !== null && loaded.targetId === target ? loaded.run.ops : null,
      sample: this.#sample,
      sampledAt: this.#sampledAt,
      costs: costs.isOn ? costs.costs : null,
    };
  }
}
