import * as vscode from 'vscode';
import type { Target } from '../../core/sched-ext/target';
import { knownTargets, type KnownTarget } from '../../workflows/known-targets';
import { createSurvey } from '../../workflows/survey';
import type { Disposable } from '../api/disposables';
import { setting } from '../api/settings';
import type { Session } from '../session/session';
import { createLooks, type Look, type Looks } from './looks';

/** The known targets and what was seen of them, remembered as long as the window lives. */
export interface TargetSurveys extends Disposable {
  readonly known: readonly KnownTarget[];
  of(target: Target): Look;
  /** Reads what is known, and looks at those that `wanted` names. */
  refresh(wanted: (known: KnownTarget) => boolean): Promise<void>;
  readonly onDidChange: vscode.Event<void>;
}

export function createTargetSurveys(session: Session): TargetSurveys {
  return new Surveys(session);
}

/** Answers come in bursts: the tree is drawn again a few times a second at most. */
const REDRAW_MS = 100;

class Surveys implements TargetSurveys {
  readonly #session: Session;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #closing = new AbortController();
  #known: readonly KnownTarget[] = [];
  #looks: Looks | null = null;
  #redraw: NodeJS.Timeout | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  get known(): readonly KnownTarget[] {
    return this.#known;
  }

  of(target: Target): Look {
    return this.#looks?.of(target) ?? { kind: 'unknown' };
  }

  async refresh(wanted: (known: KnownTarget) => boolean): Promise<void> {
    const { hosts } = await this.#session.context();
    const { text: chosen } = this.#session.choice;
    const { platform } = process;
    this.#known = await knownTargets(hosts, { chosen, added: setting('targets'), platform });
    this.#changed.fire();
    if (!vscode.workspace.isTrusted || this.#closing.signal.aborted) return;
    this.#looks ??= createLooks(createSurvey(hosts), () => {
      this.#soon();
    });
    const targets = this.#known.filter((one) => one.isThere && wanted(one));
    await this.#looks.look(
      targets.map(({ target }) => target),
      this.#closing.signal,
    );
  }

  dispose(): void {
    this.#closing.abort();
    if (this.#redraw !== null) clearTimeout(this.#redraw);
    this.#changed.dispose();
  }

  #soon(): void {
    if (this.#closing.signal.aborted) return;
    this.#redraw ??= setTimeout(() => {
      this.#redraw = null;
      this.#changed.fire();
    }, REDRAW_MS);
  }
}
