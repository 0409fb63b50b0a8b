import type { PrintedLine } from '../../core/bpf-output/trace-line';

/** How far one reader of what BPF programs print has come: the kernel's buffer is read again after each pause. */
export class OutputCursor {
  #boot: string | null = null;
  /** Microseconds since boot of the newest line. */
  #newest = Number.NEGATIVE_INFINITY;
  /** Of the newest one before the pause: lines of several CPUs come in no strict order. */
  #known = Number.NEGATIVE_INFINITY;

  /** The buffer is read from its start. */
  begin(): void {
    this.#known = this.#newest;
  }

  /** Names the boot that the next lines are of, whose time begins anew; true when it is another one than before. */
  meet(boot: string): boolean {
    const isAnother = this.#boot !== null && this.#boot !== boot;
    if (isAnother) this.#known = this.#newest = Number.NEGATIVE_INFINITY;
    this.#boot = boot;
    return isAnother;
  }

  /** False for a line that was taken before. */
  take({ timeMicros }: Pick<PrintedLine, 'timeMicros'>): boolean {
    if (timeMicros <= this.#known) return false;
    this.#newest = Math.max(this.#newest, timeMicros);
    return true;
  }
}
