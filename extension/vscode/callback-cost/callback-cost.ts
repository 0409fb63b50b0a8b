import { COMMANDS } from '../../contracts/commands';
import type { Outcome } from '../../core/findings/problem';
import { COST_NOT_COUNTED, watchCosts } from '../../workflows/observe/callback-cost';
import { setContextKey } from '../api/context-keys';
import type { Disposable } from '../api/disposables';
import { withCancellableProgress } from '../api/progress';
import type { ConnectedHost } from '../session/connection';
import { reported } from '../session/report';
import type { Session } from '../session/session';

/** A reading a second would show noise, and cost the target three times as much. */
const INTERVAL_MS = 2000;

/** `SCX: Measure Callback Cost` and `SCX: Stop Measuring Callback Cost`. */
export function registerCallbackCost(session: Session): void {
  const measuring = new Measuring(session);
  session.owned.add(
    measuring,
    session.commands.register(COMMANDS.measureCost, () => measuring.begin()),
    session.commands.register(COMMANDS.stopMeasuringCost, () => {
      measuring.end();
    }),
    session.choice.onDidChange(() => {
      measuring.end();
    }),
  );
}

type Watching = ReturnType<typeof watchCosts>;

class Measuring implements Disposable {
  readonly #session: Session;
  #watching: Watching | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  async begin(): Promise<void> {
    if (this.#watching !== null) return;
    const { connection } = this.#session;
    const connected = await withCancellableProgress('Measure callback cost', (progress) =>
      connection.connect(progress),
    );
    if (reported(this.#session, connected)) this.#start(connected.value.host);
  }

  end(): void {
    this.#watching?.end();
    this.#set(null);
  }

  dispose(): void {
    this.#watching?.end();
  }

  #start(host: ConnectedHost): void {
    if (this.#watching !== null) return;
    const { costs } = this.#session;
    const watching = watchCosts(host, {
      intervalMs: INTERVAL_MS,
      onCosts: (now) => {
        if (this.#watching === watching) costs.set(now);
      },
    });
    this.#set(watching);
    void watching.done.then((outcome) => {
      this.#ended(watching, host, outcome);
    });
  }

  /** Not by us: the target refused, or is gone. */
  #ended(watching: Watching, host: ConnectedHost, outcome: Outcome<unknown>): void {
    if (this.#watching !== watching) return;
    this.#set(null);
    if (outcome.kind !== 'problem') return;
    const { notifications, connection } = this.#session;
    if (outcome.problem.code === COST_NOT_COUNTED) notifications.problem(outcome.problem);
    else connection.lost(host, outcome.problem);
  }

  #set(watching: Watching | null): void {
    this.#watching = watching;
    this.#session.costs.set(watching === null ? null : []);
    setContextKey('scx.measuresCost', watching !== null);
  }
}
