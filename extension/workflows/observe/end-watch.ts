import { createLogReader, type LogItem } from '../../core/kernel-log/log-reader';
import { SCHEDULER_RECORD, type SchedExtEvent } from '../../core/kernel-log/sched-ext-event';
import type { Outcome } from '../../core/findings/problem';
import type { KernelRecord } from '../../core/sched-ext/target';
import type { Exit, Host, RemoteSession } from '../../hosts/api';
import type { EndNews } from './end-news';
import { isKernelLogFollowed, overhearKernelLog, type LogListener } from './kernel-log';

/** A view that is about to be shown, or shown again, follows the log by then. */
const START_AFTER_MS = 1000;

export interface EndWatchOptions {
  /** What is news on that target, over all its hosts. */
  readonly news: EndNews;
  /** The user becomes root there without a question. */
  readonly isRootFree: boolean;
  readonly onEnd: (said: KernelRecord, event: SchedExtEvent) => void;
  /** What watched ended, though nobody here ended it. */
  readonly onLost: (outcome: Exclude<Outcome<Exit>, { kind: 'cancelled' }>) => void;
}

/**
 * Hears of the schedulers that a target's kernel throws out: from its log while somebody follows that, else from a
 * session of its own, in which the target passes on next to nothing. It asks nobody anything and opens no
 * connection: where the log can't be read so, it hears what others follow.
 */
export class EndWatch {
  readonly #host: Host;
  readonly #options: EndWatchOptions;
  readonly #deafen: () => void;
  #timer: NodeJS.Timeout | null = null;
  #session: RemoteSession | null = null;

  constructor(host: Host, options: EndWatchOptions) {
    this.#host = host;
    this.#options = options;
    this.#deafen = overhearKernelLog(host, this.#listener());
    this.resume();
  }

  /** What had ended it may be over. */
  resume(): void {
    if (this.#session !== null || !this.#host.sharesConnection) return;
    this.#stop();
    this.#timer = setTimeout(() => {
      if (!isKernelLogFollowed(this.#host)) this.#start(false);
    }, START_AFTER_MS);
  }

  dispose(): void {
    this.#deafen();
    this.#stop();
  }

  #listener(): LogListener {
    const { news } = this.#options;
    return {
      onStart: (boot, startMicros) => {
        news.onStart(boot, startMicros);
        this.#stop();
      },
      onRecord: (record) => {
        this.#take(record);
      },
      onLeft: () => {
        if (this.#host.sharesConnection) this.resume();
        else news.onLeft();
      },
    };
  }

  #start(privileged: boolean): void {
    const reader = createLogReader();
    let last: LogItem['kind'] | null = null;
    const session = this.#host.start(
      'log',
      (line) => {
        const item = reader.push(line);
        if (this.#session !== session || item === null) return;
        last = item.kind;
        if (item.kind === 'start') this.#options.news.onStart(item.boot, reader.startMicros);
        if (item.kind === 'record') this.#take(item.record);
      },
      { args: ['only', SCHEDULER_RECORD], privileged },
    );
    this.#session = session;
    void session.done.then((outcome) => {
      if (this.#session !== session) return;
      this.#session = null;
      if (last === 'refused') this.#refused(privileged);
      // What never worked is not tried again by itself.
      else if (last !== null && outcome.kind !== 'cancelled') this.#options.onLost(outcome);
    });
  }

  #refused(wasPrivileged: boolean): void {
    if (!wasPrivileged && this.#options.isRootFree) this.#start(true);
    else this.#options.news.onLeft();
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const ended = this.#session;
    this.#session = null;
    ended?.end();
  }

  #take(record: KernelRecord): void {
    const event = this.#options.news.take(record);
    if (event !== null) this.#options.onEnd(record, event);
  }
}
