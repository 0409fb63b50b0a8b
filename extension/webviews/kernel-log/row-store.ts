import {
  MAX_LOG_CHARACTERS,
  MAX_LOG_ROWS,
  REMARK_LEVEL,
  type LogRows,
} from '../../contracts/kernel-log-messages';

/** One row, made from the store when it is looked at. */
export interface LogRow {
  /** Grows by one a row; a row keeps its number. */
  readonly id: number;
  readonly text: string;
  readonly timeMicros: number | null;
  /** syslog level, null for our own remarks. */
  readonly level: number | null;
  /** Index into the panel's labels, null for none. */
  readonly label: number | null;
}

/** Rows are kept and dropped in pieces of this size. */
export const CHUNK_ROWS = 4096;

interface Chunk {
  texts: string;
  readonly ends: Uint32Array;
  readonly times: Float64Array;
  readonly levels: Uint8Array;
  readonly labels: Uint16Array;
  count: number;
}

export interface StoreLimits {
  readonly rows: number;
  readonly characters: number;
}

/** The newest rows of a log, in typed arrays and one text a chunk: some 14 bytes a row beside its text. */
export class RowStore {
  readonly #limits: StoreLimits;
  #chunks: Chunk[] = [];
  #first = 0;
  #end = 0;
  #characters = 0;

  constructor(limits: StoreLimits = { rows: MAX_LOG_ROWS, characters: MAX_LOG_CHARACTERS }) {
    this.#limits = limits;
  }

  /** Id of the oldest row that is kept. */
  get first(): number {
    return this.#first;
  }

  /** Id behind the newest row. */
  get end(): number {
    return this.#end;
  }

  clear(): void {
    this.#chunks = [];
    // Chunks begin at whole multiples; no number is given twice.
    this.#first = Math.ceil(this.#end / CHUNK_ROWS) * CHUNK_ROWS;
    this.#end = this.#first;
    this.#characters = 0;
  }

  push({ texts, timesMicros, levels, labels }: LogRows): void {
    let start = 0;
    for (let at = 0; at < timesMicros.length; at += 1) {
      const lineEnd = texts.indexOf('\n', start);
      const end = lineEnd < 0 ? texts.length : lineEnd;
      const chunk = this.#openChunk();
      chunk.texts += texts.slice(start, end);
      chunk.ends[chunk.count] = chunk.texts.length;
      chunk.times[chunk.count] = timesMicros[at] ?? Number.NaN;
      chunk.levels[chunk.count] = levels[at] ?? REMARK_LEVEL;
      chunk.labels[chunk.count] = labels[at] ?? 0;
      chunk.count += 1;
      this.#characters += end - start;
      this.#end += 1;
      start = end + 1;
    }
    this.#dropOldest();
  }

  /** null for a row that is not kept any more, or not there yet. */
  at(id: number): LogRow | null {
    if (id < this.#first || id >= this.#end) return null;
    const index = id % CHUNK_ROWS;
    const chunk = this.#chunkOf(id);
    if (!chunk) return null;
    const time = chunk.times[index] ?? Number.NaN;
    const level = chunk.levels[index] ?? REMARK_LEVEL;
    const label = chunk.labels[index] ?? 0;
    return {
      id,
      text: textAt(chunk, index),
      timeMicros: Number.isNaN(time) ? null : time,
      level: level === REMARK_LEVEL ? null : level,
      label: label === 0 ? null : label - 1,
    };
  }

  #chunkOf(id: number): Chunk | undefined {
    return this.#chunks[Math.floor((id - this.#first) / CHUNK_ROWS)];
  }

  #openChunk(): Chunk {
    const last = this.#chunks.at(-1);
    if (last && last.count < CHUNK_ROWS) return last;
    const made: Chunk = {
      texts: '',
      ends: new Uint32Array(CHUNK_ROWS),
      times: new Float64Array(CHUNK_ROWS),
      levels: new Uint8Array(CHUNK_ROWS),
      labels: new Uint16Array(CHUNK_ROWS),
      count: 0,
    };
    this.#chunks.push(made);
    return made;
  }

  #dropOldest(): void {
    const { rows, characters } = this.#limits;
    while (
      this.#chunks.length > 1 &&
      (this.#end - this.#first > rows || this.#characters > characters)
    ) {
      const oldest = this.#chunks.shift();
      this.#characters -= oldest?.texts.length ?? 0;
      this.#first += CHUNK_ROWS;
    }
  }
}

function textAt({ texts, ends }: Chunk, index: number): string {
  return texts.slice(index === 0 ? 0 : (ends[index - 1] ?? 0), ends[index] ?? 0);
}
