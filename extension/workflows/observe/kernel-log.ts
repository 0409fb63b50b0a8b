import { failed, ok, type Outcome } from '../../core/findings/problem';
import { createLogReader, type LogReader } from '../../core/kernel-log/log-reader';
import type { KernelRecord } from '../../core/sched-ext/target';
import type { Exit, Host, RemoteSession } from '../../hosts/api';
import type { LogCursor } from './log-cursor';

/** What follows something on a target; `end` stops it, and `done` tells how it ended. */
export type Following = Pick<RemoteSession, 'end' | 'done'>;

export interface LogFollower {
  /** Which records are new to this follower; it goes on where it stood when it comes again. */
  readonly cursor: LogCursor;
  /** Records that are there come first; without it, only what is written from now on. */
  readonly history: boolean;
  /** In the log's order. `lost`: how many before this one were overwritten unread. */
  readonly onRecord: (record: KernelRecord, lost: number) => void;
  /** The records that follow are of another boot of the target than those before. */
  readonly onReboot?: () => void;
}

/** Hears what the followers of a log are given, and keeps no session open for it. */
export interface LogListener {
  /** A session begins: records after `startMicros` are written from now on, earlier ones may come too. */
  readonly onStart: (boot: string, startMicros: number) => void;
  readonly onRecord: (record: KernelRecord) => void;
  /** Nobody follows any more, of their own accord. */
  readonly onLeft: () => void;
}

/** Code of the problem that this user may not read the log, which is no fault of the connection. */
export const LOG_REFUSED = 'kernel-log-refused';

/** What a follower that comes later is given at once; at least the history of most kernels' logs. */
const BACKLOG_RECORDS = 20_000;

const feeds = new WeakMap<Host, LogFeed>();

export function isKernelLogFollowed(host: Host): boolean {
  return feeds.get(host)?.isOpen === true;
}

/** Follows the kernel log. All followers of one host share one session on it, the last one ends it. */
export function followKernelLog(host: Host, follower: LogFollower): Following {
  let feed = feeds.get(host);
  if (!feed?.isOpen) feeds.set(host, (feed = new LogFeed(host)));
  return feed.add(follower);
}

const listeners = new WeakMap<Host, Set<LogListener>>();

/** Until the returned function is called. */
export function overhearKernelLog(host: Host, listener: LogListener): () => void {
  const all = listeners.get(host) ?? new Set();
  listeners.set(host, all.add(listener));
  return () => {
    all.delete(listener);
  };
}

const listenersOf = (host: Host): Iterable<LogListener> => listeners.get(host) ?? [];

interface Seat {
  readonly follower: LogFollower;
  readonly leave: (outcome: Outcome<Exit>) => void;
  /** Records before that time are history to this follower. */
  sinceMicros: number;
}

const LEFT: Outcome<Exit> = ok({ exitCode: 0, stdout: '', stderr: '' });

/** One session on one host. */
class LogFeed {
  readonly #host: Host;
  readonly #seats = new Set<Seat>();
  #reader: LogReader = createLogReader();
  #backlog: KernelRecord[] = [];
  #session: RemoteSession | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  get isOpen(): boolean {
    return this.#seats.size > 0;
  }

  add(follower: LogFollower): Following {
    let leave: Seat['leave'] = () => undefined;
    const done = new Promise<Outcome<Exit>>((resolve) => {
      leave = resolve;
    });
    const sinceMicros = follower.history ? Number.NEGATIVE_INFINITY : this.#reader.startMicros;
    const seat: Seat = { follower, leave, sinceMicros };
    this.#seats.add(seat);
    if (this.#session === null) this.#start(false);
    else if (follower.history) this.#replay(seat);
    return {
      done,
      end: () => {
        this.#remove(seat);
      },
    };
  }

  #remove(seat: Seat): void {
    if (!this.#seats.delete(seat)) return;
    const session = this.#session;
    if (this.#seats.size > 0 || session === null) {
      seat.leave(LEFT);
      return;
    }
    this.#session = null;
    for (const listener of listenersOf(this.#host)) listener.onLeft();
    session.end();
    void session.done.then(seat.leave);
  }

  /** As the login user where that suffices: a log that everybody may read asks for no password. */
  #start(privileged: boolean): void {
    let refusal: string | null = null;
    this.#reader = createLogReader();
    const session = this.#host.start(
      'log',
      (line) => {
        const item = this.#reader.push(line);
        if (item?.kind === 'refused') refusal = item.words;
        if (item?.kind === 'start') this.#welcome(item.boot);
        if (item?.kind === 'record') this.#take(item.record);
      },
      { privileged },
    );
    this.#session = session;
    void session.done.then((outcome) => {
      if (this.#session !== session) return;
      if (refusal !== null && !privileged) this.#start(true);
      else this.#end(refusal === null ? outcome : refused(this.#host, refusal, outcome));
    });
  }

  #welcome(boot: string): void {
    const { startMicros } = this.#reader;
    for (const listener of listenersOf(this.#host)) listener.onStart(boot, startMicros);
    for (const seat of this.#seats) {
      if (!seat.follower.history) seat.sinceMicros = startMicros;
      this.#meet(seat, boot);
    }
  }

  #meet({ follower }: Seat, boot: string): void {
    if (follower.cursor.meet(boot)) follower.onReboot?.();
  }

  #replay(seat: Seat): void {
    if (this.#reader.boot !== null) this.#meet(seat, this.#reader.boot);
    for (const record of this.#backlog) deliver(seat, record);
  }

  #take(record: KernelRecord): void {
    this.#backlog.push(record);
    if (this.#backlog.length > 2 * BACKLOG_RECORDS) {
      this.#backlog = this.#backlog.slice(-BACKLOG_RECORDS);
    }
    for (const seat of this.#seats) deliver(seat, record);
    for (const listener of listenersOf(this.#host)) listener.onRecord(record);
  }

  #end(outcome: Outcome<Exit>): void {
    this.#session = null;
    const seats = [...this.#seats];
    this.#seats.clear();
    for (const { leave } of seats) leave(outcome);
  }
}

function deliver({ follower, sinceMicros }: Seat, record: KernelRecord): void {
  if (record.timeMicros < sinceMicros) return;
  const lost = follower.cursor.take(record);
  if (lost !== null) follower.onRecord(record, lost);
}

function refused({ target }: Host, words: string, outcome: Outcome<Exit>): Outcome<Exit> {
  if (outcome.kind === 'cancelled') return outcome;
  return failed({
    kind: 'target',
    code: LOG_REFUSED,
    message: `Could not read the kernel log of ${target.id}: ${words}`,
    nextStep:
      'Connect as root, allow this user sudo, or set kernel.dmesg_restrict to 0 on the target.',
    detail: words,
  });
}
