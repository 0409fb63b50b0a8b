import { MAX_LOG_ROWS, type LogRow } from '../../contracts/kernel-log-messages';
import { recognise } from '../../core/kernel-log/sched-ext-event';
import type { KernelRecord } from '../../core/sched-ext/target';

/**
 * The newest rows of a kernel log. Records that were taken before are passed over: the log is read
 * from its start again after a pause. A gap in the kernel's numbers becomes a row that says so.
 */
export class LogRows {
  #rows: LogRow[] = [];
  #nextId = 0;
  /** Sequence of the newest record; NaN where the log numbers none. */
  #last: number | null = null;

  get rows(): readonly LogRow[] {
    return this.#rows;
  }

  /** A log without numbers can't be taken up where it was left: it is shown anew. */
  get canResume(): boolean {
    return this.#last === null || !Number.isNaN(this.#last);
  }

  /** The new rows that a record makes: none when it is known, two after a gap. */
  take(record: KernelRecord): readonly LogRow[] {
    if (this.#last !== null && record.sequence <= this.#last) return [];
    const lost = this.#last === null ? 0 : record.sequence - this.#last - 1;
    this.#last = record.sequence;
    const added = [
      ...(lost > 0 ? [this.#remark(`${lost} records were lost: the log grew too fast`)] : []),
      this.#row(record),
    ];
    this.#rows.push(...added);
    if (this.#rows.length > MAX_LOG_ROWS * 1.1) this.#rows = this.#rows.slice(-MAX_LOG_ROWS);
    return added;
  }

  clear(): void {
    this.#rows = [];
    this.#last = null;
  }

  #row({ timeMicros, level, text }: KernelRecord): LogRow {
    return {
      id: this.#nextId++,
      timeMicros: Number.isNaN(timeMicros) ? null : timeMicros,
      level,
      text,
      schedExt: recognise({ text })?.kind ?? null,
    };
  }

  #remark(text: string): LogRow {
    return { id: this.#nextId++, timeMicros: null, level: null, text, schedExt: null };
  }
}
