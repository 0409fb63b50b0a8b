import { isOnPurpose, recognise, type SchedExtEvent } from '../../core/kernel-log/sched-ext-event';
import type { KernelRecord } from '../../core/sched-ext/target';

/**
 * Ends of schedulers that are news to somebody who follows a target's kernel log: the kernel threw one out since
 * the log was first followed, also while the connection was gone. Each is news once, however often the log is read.
 */
export class EndNews {
  readonly #known = new Set<string>();
  #boot: string | null = null;
  /** Earlier records are history; null while nobody follows. */
  #sinceMicros: number | null = null;

  /** The log is read from its beginning; records after `startMicros` are written from now on. */
  onStart(boot: string, startMicros: number): void {
    const isAnother = this.#boot !== null && this.#boot !== boot;
    this.#boot = boot;
    if (this.#sinceMicros === null) this.#sinceMicros = startMicros;
    // It was started anew while it was followed: all of its log is new.
    else if (isAnother) this.#sinceMicros = 0;
  }

  /** Nobody follows any more, of their own accord. */
  onLeft(): void {
    this.#sinceMicros = null;
  }

  /** null for what is no news. */
  take(record: KernelRecord): SchedExtEvent | null {
    const { timeMicros, text } = record;
    if (this.#sinceMicros === null || !(timeMicros >= this.#sinceMicros)) return null;
    const event = recognise(record);
    if (event?.kind !== 'disabled' || isOnPurpose(event.reason ?? '')) return null;
    const key = `${this.#boot ?? ''} ${timeMicros} ${text}`;
    if (this.#known.has(key)) return null;
    this.#known.add(key);
    return event;
  }
}
