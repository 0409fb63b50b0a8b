import { COMMANDS } from '../../contracts/commands';
import { COST_NOT_COUNTED, watchCosts } from '../../workflows/observe/callback-cost';
import { setContextKey } from '../api/context-keys';
import type { Disposable } from '../api/disposables';
import { withCancellableProgress } from '../api/progress';
import type { ConnectedHost, ConnectionState } from '../session/connection';
import { reported } from '../session/report';
import { reasonOf } from '../session/panel-session';
import type { Session } from '../session/session';

/** A reading a second would show noise, and cost the target three times as much. */
const INTERVAL_MS = 2000;

/** `SCX: Measure Callback Cost` and `SCX: Stop Measuring Callback Cost`. */
export function registerCallbackCost(session: Session): void {
  const measuring = new Measuring(session);
  session.owned.add(
    measuring,
    session.commands.register(COMMANDS.measureCost, () => beginMeasuring(session, measuring)),
    session.commands.register(COMMANDS.stopMeasuringCost, () => {
      measuring.end();
    }),
    session.choice.onDidChange(() => {
      measuring.end();
    }),
    session.connection.onDidChange(() => {
      measuring.goOn();
    }),
  );
}

async function beginMeasuring(session: Session, measuring: Measuring): Promise<void> {
  const connected = await withCancellableProgress('Measure callback cost', (progress) =>
    session.connection.connect(progress),
  );
  if (reported(session, connected)) measuring.begin(connected.value.host);
}

type Watching = ReturnType<typeof watchCosts>;
type MeasuredSession = Pick<Session, 'connection' | 'costs' | 'notifications'>;

/** Costs are measured from `begin` to `end`, over lost connections too. */
export class Measuring implements Disposable {
  readonly #session: MeasuredSession;
  #watching: Watching | null = null;
  /** Costs came from what runs now. */
  #hasCosts = false;
  /** The user has not switched it off, and the target has not refused. */
  #isWanted = false;

  constructor(session: MeasuredSession) {
    this.#session = session;
  }

  begin(host: ConnectedHost): void {
    if (this.#watching !== null) return;
    this.#set(true);
    this.#start(host);
  }

  /** The connection changed: where it is back, what it took away is begun again. */
  goOn(): void {
    const { state } = this.#session.connection;
    if (!this.#isWanted || this.#watching !== null || state.kind !== 'connected') return;
    if (asksForPassword(state)) this.#set(false);
    else this.#start(state.host);
  }

  end(): void {
    this.#stop();
    this.#set(false);
  }

  dispose(): void {
    this.#stop();
  }

  #start(host: ConnectedHost): void {
    const { costs } = this.#session;
    const watching = watchCosts(host, {
      intervalMs: INTERVAL_MS,
      onCosts: (now) => {
        if (this.#watching !== watching) return;
        this.#hasCosts = true;
        costs.set(now);
      },
    });
    this.#watching = watching;
    this.#hasCosts = false;
    void watching.done.then((outcome) => {
      this.#ended(watching, host, outcome);
    });
  }

  /** Not by us: the target refused, or is gone. */
  #ended(watching: Watching, host: ConnectedHost, outcome: Awaited<Watching['done']>): void {
    if (this.#watching !== watching) return;
    this.#watching = null;
    const { notifications, connection } = this.#session;
    const isRefused = outcome.kind === 'problem' && outcome.problem.code === COST_NOT_COUNTED;
    if (isRefused) notifications.problem(outcome.problem);
    // A target that restarts ends its scripts in good order; what never worked would never work.
    const isLost = outcome.kind === 'problem' ? !isRefused : this.#hasCosts;
    this.#set(isLost);
    if (isLost && outcome.kind !== 'cancelled') connection.lost(host, reasonOf(outcome, host));
    this.goOn();
  }

  #stop(): void {
    const ended = this.#watching;
    this.#watching = null;
    ended?.end();
  }

  #set(isWanted: boolean): void {
    this.#isWanted = isWanted;
    this.#session.costs.set(isWanted ? [] : null);
    setContextKey('scx.measuresCost', isWanted);
  }
}

/** Only who is there can answer, and nobody asked for anything just now. */
function asksForPassword(state: Extract<ConnectionState, { kind: 'connected' }>): boolean {
  return state.facts.privilege === 'sudo-password';
}
