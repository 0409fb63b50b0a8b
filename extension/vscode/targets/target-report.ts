import * as vscode from 'vscode';
import type { DoctorState, ToDoctorPanel } from '../../contracts/doctor-messages';
import { ok } from '../../core/findings/problem';
import {
  doctor,
  reportText,
  unreachableCheck,
  verdictOf,
  type Check,
} from '../../workflows/doctor';
import { setContextKey } from '../api/context-keys';
import type { Disposable } from '../api/disposables';
import { openEditorPanel, type EditorPanel } from '../api/editor-panel';
import { withCancellableProgress, type Progress } from '../api/progress';
import { setting } from '../api/settings';
import type { Session } from '../session/session';
import { UNTRUSTED } from '../session/trust';

export interface TargetReport extends Disposable {
  /** Looks at this machine and `target` (the chosen one when it is ''), and shows the report. */
  check(target: string): Promise<void>;
}

/** `SCX: Check Target`: everything the loop needs, here and on the target, with what to do. */
export function createTargetReport(session: Session, extensionUri: vscode.Uri): TargetReport {
  return new ReportPanel(session, extensionUri);
}

const NOTHING_YET: DoctorState = { target: null, step: null, verdict: '', checks: [], text: '' };

class ReportPanel implements TargetReport {
  readonly #session: Session;
  readonly #extensionUri: vscode.Uri;
  #panel: EditorPanel<ToDoctorPanel> | null = null;
  #state = NOTHING_YET;
  /** Ends the check that runs. */
  #running: AbortController | null = null;

  constructor(session: Session, extensionUri: vscode.Uri) {
    this.#session = session;
    this.#extensionUri = extensionUri;
  }

  async check(target: string): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      this.#session.notifications.problem(UNTRUSTED);
      return;
    }
    const named = target === '' ? this.#session.choice.text : target;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const before = this.#state.target === (named || null) ? this.#state : NOTHING_YET;
    this.#open();
    this.#show({
      ...before,
      target: named || null,
      step: 'Looking at this machine and the target',
    });
    const checks = await withCancellableProgress(titleOf(named), (progress) =>
      this.#look(named, running.signal, progress),
    );
    if (this.#running !== running) return;
    this.#running = null;
    if (checks === null) this.#show({ ...this.#state, step: null });
    else {
      this.#show(stateOf(checks, named || null));
      setContextKey('scx.hasChecked', true);
    }
  }

  dispose(): void {
    this.#running?.abort();
    this.#panel?.dispose();
  }

  /** null when it was cancelled. */
  async #look(
    target: string,
    superseded: AbortSignal,
    progress: Progress,
  ): Promise<Check[] | null> {
    const signal = AbortSignal.any([progress.signal, superseded]);
    const onProgress = (step: string) => {
      progress.onProgress(step);
      if (!signal.aborted) this.#show({ ...this.#state, step });
    };
    const { connection, context } = this.#session;
    const connected =
      target === '' ? ok(null) : await connection.connect({ target, signal, onProgress });
    if (connected.kind === 'cancelled') return null;
    const host = connected.kind === 'ok' ? (connected.value?.host ?? null) : null;
    const clang = setting('clangPath');
    const options = { signal, clang: clang === '' ? null : clang };
    const checks = await doctor(await context(), host, options);
    if (signal.aborted) return null;
    return connected.kind === 'problem' ? [...checks, unreachableCheck(connected.problem)] : checks;
  }

  #open(): void {
    if (this.#panel !== null) {
      this.#panel.reveal();
      return;
    }
    this.#panel = openEditorPanel<ToDoctorPanel>({
      viewType: 'scx.targetReport',
      tabTitle: 'Check Target',
      bundle: 'doctor',
      title: 'Check of a target',
      extensionUri: this.#extensionUri,
      onMessage: (message) => {
        if (message.kind === 'ready') this.#show(this.#state);
        if (message.kind === 'copy') void this.#copy(message.text);
        if (message.kind === 'action') void this.check(this.#state.target ?? '');
      },
      onClose: () => {
        this.#panel = null;
        this.#running?.abort();
      },
    });
  }

  async #copy(text: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    const what = text === this.#state.text ? 'the report' : text;
    vscode.window.setStatusBarMessage(`Copied ${what}`, COPIED_SHOWN_MS);
  }

  #show(state: DoctorState): void {
    this.#state = state;
    this.#panel?.post({ kind: 'state', state });
  }
}

const COPIED_SHOWN_MS = 3000;

function titleOf(target: string): string {
  return target === '' ? 'Check this machine' : `Check ${target}`;
}

function stateOf(checks: readonly Check[], target: string | null): DoctorState {
  return {
    target,
    step: null,
    verdict: verdictOf(checks),
    checks,
    text: reportText(checks, target),
  };
}
