import type { LogRows } from '../../contracts/kernel-log-messages';
import { ALL_ROWS, isFiltering, rowMatcher, type LogFilter } from './row-filter';
import { RowStore, type LogRow, type StoreLimits } from './row-store';

/** How many rows are looked at between two looks at the clock. */
const STEP_ROWS = 512;

/** The rows of the panel, and which of them the filter lets through. */
export class KernelLogModel {
  readonly #store: RowStore;
  #filter = ALL_ROWS;
  #matches = rowMatcher(ALL_ROWS);
  /** Ids of the rows that the filter lets through, from `#head` on; unused while all do. */
  #matching = new Float64Array(STEP_ROWS);
  #head = 0;
  #tail = 0;
  /** The first row that the filter has not seen yet. */
  #next = 0;

  constructor(limits?: StoreLimits) {
    this.#store = new RowStore(limits);
  }

  get total(): number {
    return this.#store.end - this.#store.first;
  }

  /** How many rows the filter lets through, of those it has seen. */
  get count(): number {
    return this.isFiltered ? this.#tail - this.#head : this.total;
  }

  get isFiltered(): boolean {
    return isFiltering(this.#filter);
  }

  /** The filter has rows left to look at: `work` goes on. */
  get isBusy(): boolean {
    return this.isFiltered && this.#next < this.#store.end;
  }

  /** The n-th row that is let through, oldest first. */
  row(index: number): LogRow | null {
    if (index < 0 || index >= this.count) return null;
    return this.#store.at(this.#idAt(index));
  }

  /** Index of the first row that is let through and is not before `id`. */
  indexOf(id: number): number {
    if (!this.isFiltered) return Math.min(Math.max(id - this.#store.first, 0), this.total);
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#idAt(middle) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  clear(): void {
    this.#store.clear();
    this.#restart();
  }

  /** How many rows that were let through went out at the top. */
  append(rows: LogRows): number {
    const { first } = this.#store;
    this.#store.push(rows);
    if (!this.isFiltered) return this.#store.first - first;
    const head = this.#head;
    while (this.#head < this.#tail && (this.#matching[this.#head] ?? 0) < this.#store.first) {
      this.#head += 1;
    }
    this.#next = Math.max(this.#next, this.#store.first);
    return this.#head - head;
  }

  setFilter(filter: LogFilter): void {
    this.#filter = filter;
    this.#restart();
  }

  /** Lets the filter look at rows until it has seen all, which is true then, or `isOver` says so. */
  work(isOver: () => boolean): boolean {
    while (this.isBusy && !isOver()) {
      const end = Math.min(this.#next + STEP_ROWS, this.#store.end);
      for (; this.#next < end; this.#next += 1) {
        const row = this.#store.at(this.#next);
        if (row && this.#matches(row)) this.#keep(row.id);
      }
    }
    return !this.isBusy;
  }

  #idAt(index: number): number {
    return this.isFiltered ? (this.#matching[this.#head + index] ?? 0) : this.#store.first + index;
  }

  #restart(): void {
    this.#matches = rowMatcher(this.#filter);
    this.#matching = new Float64Array(STEP_ROWS);
    this.#head = 0;
    this.#tail = 0;
    this.#next = this.#store.first;
  }

  #keep(id: number): void {
    if (this.#tail === this.#matching.length) {
      const kept = this.#matching.subarray(this.#head, this.#tail);
      const room = kept.length * 2 > this.#matching.length ? this.#matching.length * 2 : 0;
      const next = room === 0 ? this.#matching : new Float64Array(room);
      next.set(kept);
      this.#matching = next;
      this.#tail = kept.length;
      this.#head = 0;
    }
    this.#matching[this.#tail] = id;
    this.#tail += 1;
  }
}
