import type { KernelRecord } from '../../core/sched-ext/target';

/** How far one reader of a kernel log has come: the log is read from its start again and again. */
export class LogCursor {
  #boot: string | null = null;
  /** The number that comes next; null before the first one and in a log that numbers none. */
  #next: number | null = null;

  /** A log without numbers can't be taken up where it was left: all of it comes again. */
  #isNumbered = true;

  get canResume(): boolean {
    return this.#isNumbered;
  }

  /** Names the boot that the next records are of; true when it is another one than before. */
  meet(boot: string): boolean {
    const isAnother = this.#boot !== null && this.#boot !== boot;
    if (isAnother) this.#next = null;
    this.#boot = boot;
    return isAnother;
  }

  /** null for a record that was taken before, else how many are missing before it. */
  take({ sequence }: KernelRecord): number | null {
    this.#isNumbered = !Number.isNaN(sequence);
    if (!this.#isNumbered) return 0;
    if (this.#next !== null && sequence < this.#next) return null;
    const lost = this.#next === null ? 0 : sequence - this.#next;
    this.#next = sequence + 1;
    return lost;
  }
}
