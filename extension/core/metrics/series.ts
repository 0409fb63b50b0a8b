import { groupedRows, meansOf } from './thinning';

/**
 * Figures by name over time, as charts want them: one array of times and one a name, of equal length. Kept in
 * typed arrays of a fixed length; the oldest go first. A figure that is not known is NaN: a gap.
 */
export interface Series {
  /** Names in the order in which they came. */
  readonly names: readonly string[];
  readonly length: number;
  /**
   * A sample of the same time is the last one once more, and passed over. One of an earlier time is of a new boot
   * of the target, and all before it goes.
   */
  push(timeMs: number, figures: ReadonlyMap<string, number | null>): void;
  /** Oldest first. */
  times(): Float64Array;
  /** NaN where there is none; an array of NaN for a name that is not known. */
  values(name: string): Float32Array;
  clear(): void;
  /** What is held, in bytes. */
  readonly bytes: number;
}

/** Names that nobody can tell apart on a chart: more are not kept. An hour at one a second is then under 18 MB. */
const MOST_NAMES = 1200;

/**
 * `capacity`: samples that are kept. Where they come so fast that this is less than `spanMs`, older ones are thinned
 * out: several become one, the mean of them.
 */
export function createSeries(capacity: number, spanMs = 0): Series {
  return new RingSeries(capacity, spanMs);
}

class RingSeries implements Series {
  readonly #capacity: number;
  readonly #spanMs: number;
  #times: Float64Array;
  #columns = new Map<string, Float32Array>();
  #begin = 0;
  #length = 0;

  constructor(capacity: number, spanMs: number) {
    this.#capacity = capacity;
    this.#spanMs = spanMs;
    this.#times = new Float64Array(capacity);
  }

  get names(): readonly string[] {
    return [...this.#columns.keys()];
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    const columns = this.#columns.size * this.#capacity * Float32Array.BYTES_PER_ELEMENT;
    return this.#times.byteLength + columns;
  }

  push(timeMs: number, figures: ReadonlyMap<string, number | null>): void {
    if (!Number.isFinite(timeMs)) return;
    if (this.#length > 0 && timeMs === this.#last()) return;
    if (this.#length > 0 && timeMs < this.#last()) this.clear();
    if (this.#length === this.#capacity) this.#thin();
    const place = this.#place();
    this.#times[place] = timeMs;
    for (const column of this.#columns.values()) column[place] = Number.NaN;
    for (const [name, value] of figures) {
      const column = this.#columns.get(name) ?? this.#add(name);
      if (column !== null && value !== null) column[place] = value;
    }
  }

  times(): Float64Array {
    const ordered = new Float64Array(this.#length);
    for (let index = 0; index < this.#length; index += 1) {
      ordered[index] = this.#times[(this.#begin + index) % this.#capacity] ?? Number.NaN;
    }
    return ordered;
  }

  values(name: string): Float32Array {
    const ordered = new Float32Array(this.#length).fill(Number.NaN);
    const column = this.#columns.get(name);
    if (column === undefined) return ordered;
    const tail = column.subarray(this.#begin, Math.min(this.#begin + this.#length, this.#capacity));
    ordered.set(tail);
    ordered.set(column.subarray(0, this.#length - tail.length), tail.length);
    return ordered;
  }

  clear(): void {
    this.#columns = new Map();
    this.#begin = 0;
    this.#length = 0;
  }

  #last(): number {
    return this.#times[(this.#begin + this.#length - 1) % this.#capacity] ?? Number.NaN;
  }

  /** Where the next sample goes. */
  #place(): number {
    if (this.#length < this.#capacity) {
      this.#length += 1;
      return (this.#begin + this.#length - 1) % this.#capacity;
    }
    const place = this.#begin;
    this.#begin = (this.#begin + 1) % this.#capacity;
    return place;
  }

  #thin(): void {
    const groups = groupedRows(this.times(), this.#spanMs);
    if (groups === null) return;
    const times = this.times();
    for (const [name, column] of this.#columns) column.set(meansOf(this.values(name), groups));
    this.#times.set(groups.map(({ to }) => times[to - 1] ?? Number.NaN));
    this.#begin = 0;
    this.#length = groups.length;
  }

  #add(name: string): Float32Array | null {
    if (this.#columns.size >= MOST_NAMES) return null;
    const column = new Float32Array(this.#capacity).fill(Number.NaN);
    this.#columns.set(name, column);
    return column;
  }
}
