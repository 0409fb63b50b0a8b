import * as vscode from 'vscode';
import type { Outcome } from '../../core/findings/problem';
import type { Target, TargetFacts } from '../../core/sched-ext/target';
import { knownTargets, type KnownTarget } from '../../workflows/known-targets';
import { surveyTargets } from '../../workflows/survey';
import type { Disposable } from '../api/disposables';
import { setting } from '../api/settings';
import type { Session } from '../session/session';

/** What a look at one target told. */
export type Look =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'looking' }
  /** `at`: this machine's clock, milliseconds since the epoch. */
  | { readonly kind: 'answered'; readonly facts: Outcome<TargetFacts>; readonly at: number };

/** The known targets and what was seen of them, remembered as long as the window lives. */
export interface TargetSurveys extends Disposable {
  readonly known: readonly KnownTarget[];
  of(target: Target): Look;
  /** Reads what is known, and looks at those that `wanted` names; an older look is ended by a newer one. */
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
  readonly #looks = new Map<string, Look>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #known: readonly KnownTarget[] = [];
  #running = new AbortController();
  #redraw: NodeJS.Timeout | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  get known(): readonly KnownTarget[] {
    return this.#known;
  }

  of({ id }: Target): Look {
    return this.#looks.get(id) ?? { kind: 'unknown' };
  }

  async refresh(wanted: (known: KnownTarget) => boolean): Promise<void> {
    const { hosts } = await this.#session.context();
    const { text: chosen } = this.#session.choice;
    const { platform } = process;
    this.#known = await knownTargets(hosts, { chosen, added: setting('targets'), platform });
    this.#changed.fire();
    const targets = this.#known.filter((one) => one.isThere && wanted(one));
    if (targets.length === 0 || !vscode.workspace.isTrusted) return;
    this.#running.abort();
    const mine = new AbortController();
    this.#running = mine;
    for (const { target } of targets) this.#looks.set(target.id, { kind: 'looking' });
    this.#changed.fire();
    await surveyTargets(
      hosts,
      targets.map(({ target }) => target),
      {
        signal: mine.signal,
        onAnswer: ({ id }, facts) => {
          if (facts.kind === 'cancelled') return;
          this.#looks.set(id, { kind: 'answered', facts, at: Date.now() });
          this.#soon();
        },
      },
    );
    for (const { target } of targets) {
      if (this.of(target).kind === 'looking' && this.#running === mine)
        this.#looks.delete(target.id);
    }
    this.#changed.fire();
  }

  dispose(): void {
    this.#running.abort();
    if (this.#redraw !== null) clearTimeout(this.#redraw);
    this.#changed.dispose();
  }

  #soon(): void {
    this.#redraw ??= setTimeout(() => {
      this.#redraw = null;
      this.#changed.fire();
    }, REDRAW_MS);
  }
}
