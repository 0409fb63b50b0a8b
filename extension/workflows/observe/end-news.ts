import {
  isOnPurpose,
  recognise,
  SCHEDULER_RECORD,
  type SchedExtEvent,
} from '../../core/kernel-log/sched-ext-event';
import type { KernelRecord } from '../../core/sched-ext/target';

/** The start and the end of a scheduler, and of some that came between. */
const MOST_HEARD = 50;

/**
 * Ends of schedulers that are news to somebody who follows a target's kernel log: the kernel threw one out since
 * the log was first followed, also while the connection was gone. Each is news once, however often the log is read.
 */
export class EndNews {
  readonly #known = new Set<string>();
  #heard: readonly KernelRecord[] = [];
  #boot: string | null = null;
  /** Earlier records are history; null while nobody follows. */
  #sinceMicros: number | null = null;

  /** The log is read from its beginning; records after `startMicros` are written from now on. */
  onStart(boot: string, startMicros: number): void {
    const isAnother = this.#boot !== null && this.#boot !== boot;
    this.#boot = boot;
    if (isAnother) this.#heard = [];
    if (this.#sinceMicros === null) this.#sinceMicros = startMicros;
    // It was started anew while it was followed: all of its log is new.
    else if (isAnother) this.#sinceMicros = 0;
  }

  /** Nobody follows any more, of their own accord. */
  onLeft(): void {
    this.#sinceMicros = null;
  }

  /** Comings and goings of schedulers in this boot: the log itself may have lost them by now. */
  get heard(): readonly KernelRecord[] {
    return this.#heard;
  }

  /** null for what is no news. */
  take(record: KernelRecord): SchedExtEvent | null {
    // Whole logs come this way.
    if (!record.text.startsWith(SCHEDULER_RECORD)) return null;
    const key = this.#keyOf(record);
    if (!this.#heard.some((one) => this.#keyOf(one) === key)) {
      this.#heard = [...this.#heard, record].slice(-MOST_HEARD);
    }
    if (this.#sinceMicros === null || !(record.timeMicros >= this.#sinceMicros)) return null;
    const event = recognise(record);
    if (event?.kind !== 'disabled' || isOnPurpose(event.reason ?? '')) return null;
    if (this.#known.has(key)) return null;
    this.#known.add(key);
    return event;
  }

  /** It could not be told: it is news once more when the log is read again. */
  putBack(record: KernelRecord): void {
    this.#known.delete(this.#keyOf(record));
  }

  #keyOf({ timeMicros, text }: KernelRecord): string {
    return `${this.#boot ?? ''} ${timeMicros} ${text}`;
  }
}
