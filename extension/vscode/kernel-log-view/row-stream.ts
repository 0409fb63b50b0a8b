import { REMARK_LEVEL, type LogRows } from '../../contracts/kernel-log-messages';
import { printable } from '../../core/findings/plain-text';
import type { Disposable } from '../api/disposables';

export interface NewRow {
  readonly text: string;
  /** NaN where the log does not say. */
  readonly timeMicros: number;
  readonly level: number;
  /** 0 for none, else 1 + the place in the panel's labels. */
  readonly label: number;
}

/** A log comes in bursts: what arrives within this time is one message. */
const GATHER_MS = 50;
/** Messages that the panel has not taken in yet: a slow one must not make the queue grow. */
const MAX_IN_FLIGHT = 4;
export const MAX_WAITING_ROWS = 200_000;

/** Sends rows to a panel together, no faster than it takes them in, and says what it had to pass over. */
export class RowStream implements Disposable {
  readonly #send: (rows: LogRows) => void;
  #waiting: NewRow[] = [];
  #passedOver = 0;
  #inFlight = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (rows: LogRows) => void) {
    this.#send = send;
  }

  add(row: NewRow): void {
    this.#waiting.push(row);
    if (this.#waiting.length > MAX_WAITING_ROWS) this.#passOver();
    if (this.#inFlight < MAX_IN_FLIGHT) this.#timer ??= setTimeout(this.#flush, GATHER_MS);
  }

  remark(text: string): void {
    this.add({ text, timeMicros: Number.NaN, level: REMARK_LEVEL, label: 0 });
  }

  /** The panel has taken in a message. */
  taken(): void {
    this.#inFlight = Math.max(this.#inFlight - 1, 0);
    if (this.#waiting.length > 0) this.#timer ??= setTimeout(this.#flush, GATHER_MS);
  }

  /** The panel is another one, or was hidden: it will not say that it has taken what was sent. */
  renew(): void {
    this.#inFlight = 0;
    if (this.#waiting.length > 0) this.#timer ??= setTimeout(this.#flush, GATHER_MS);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#passedOver = 0;
    this.#inFlight = 0;
  }

  dispose(): void {
    this.clear();
  }

  /** Half at once, so that a flood does not copy the queue for every row. */
  #passOver(): void {
    const kept = MAX_WAITING_ROWS / 2;
    this.#passedOver += this.#waiting.length - kept;
    this.#waiting = this.#waiting.slice(-kept);
  }

  readonly #flush = () => {
    this.#timer = undefined;
    const rows = this.#waiting;
    this.#waiting = [];
    if (this.#passedOver > 0) rows.unshift(passedOver(this.#passedOver));
    this.#passedOver = 0;
    this.#inFlight += 1;
    this.#send(packed(rows));
  };
}

function passedOver(count: number): NewRow {
  const text = `${count.toLocaleString('en')} rows were passed over: they came faster than this panel takes them in`;
  return { text, timeMicros: Number.NaN, level: REMARK_LEVEL, label: 0 };
}

/** Texts come from another machine: control characters become visible, so that each is one line. */
function packed(rows: readonly NewRow[]): LogRows {
  return {
    texts: rows.map(({ text }) => printable(text)).join('\n'),
    timesMicros: Float64Array.from(rows, ({ timeMicros }) => timeMicros),
    levels: Uint8Array.from(rows, ({ level }) => level),
    labels: Uint16Array.from(rows, ({ label }) => label),
  };
}
