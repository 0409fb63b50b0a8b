import type { Target } from '../../core/sched-ext/target';
import type { Session } from '../session/session';

/**
 * Labs that are booted for the table: they stay while it is open, so that a second look costs no boot, and
 * end with it. What ran before, and what has become the selected target, stays.
 */
export class MatrixLabs {
  readonly #session: Pick<Session, 'context' | 'choice'>;
  readonly #booted = new Map<string, Target>();

  constructor(session: Pick<Session, 'context' | 'choice'>) {
    this.#session = session;
  }

  /** Notes which of these labs do not run yet. */
  async willUse(targets: readonly Target[]): Promise<void> {
    const { hosts } = await this.#session.context();
    const { labs } = await hosts.known();
    const running = new Set(labs.filter(({ isRunning }) => isRunning).map(({ kernel }) => kernel));
    for (const target of targets) {
      if (target.kind === 'lab' && !running.has(target.kernel)) {
        this.#booted.set(target.id, target);
      }
    }
  }

  async end(): Promise<void> {
    const { hosts } = await this.#session.context();
    const mine = [...this.#booted.values()];
    this.#booted.clear();
    const chosen = this.#session.choice.target?.id;
    await Promise.all(mine.filter(({ id }) => id !== chosen).map((target) => hosts.leave(target)));
  }
}
