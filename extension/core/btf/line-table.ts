import type { ExtRecord } from './ext-info';
import type { StringTable } from './strings';

/** A place in a source file as clang recorded it. */
export interface CompiledPlace {
  /** Absolute on the machine that compiled. */
  readonly file: string;
  readonly line: number;
  /** From 1, in bytes; null where clang gives none. */
  readonly column: number | null;
  /** The source line as it was compiled; '' where it is not known. */
  readonly text: string;
}

/** The line table of one section: which place each instruction was made of. */
export class LineTable {
  readonly #records: readonly ExtRecord[];
  readonly #strings: StringTable;

  /** `records` may be of any order; all are of one section. */
  constructor(records: readonly ExtRecord[], strings: StringTable) {
    this.#records = [...records].sort((a, b) => a.offset - b.offset);
    this.#strings = strings;
  }

  /** The place of the code at `offset` of a function that begins at `start`, both in bytes. */
  placeAt(offset: number, start: number): CompiledPlace | null {
    return this.#lastPlace(offset, start, () => true);
  }

  /** The last place before that one which is in another file. */
  callerAt(offset: number, start: number): CompiledPlace | null {
    const file = this.placeAt(offset, start)?.file;
    return this.#lastPlace(offset, start, (place) => place.file !== file);
  }

  get files(): readonly string[] {
    return [...new Set(this.#records.map(({ words }) => this.#strings.at(words[0])))];
  }

  #lastPlace(
    offset: number,
    start: number,
    isWanted: (place: CompiledPlace) => boolean,
  ): CompiledPlace | null {
    let low = 0;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#records[middle]?.offset ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    for (let index = low - 1; index >= 0; index--) {
      const record = this.#records[index];
      if (!record || record.offset < start) return null;
      const place = this.#place(record);
      if (place && isWanted(place)) return place;
    }
    return null;
  }

  /** null for line 0: code that no line stands for. */
  #place({ words: [file, text, position] }: ExtRecord): CompiledPlace | null {
    const line = position >>> 10;
    const column = position & 1023;
    const path = this.#strings.at(file);
    if (line === 0 || path === '') return null;
    return {
      file: path,
      line,
      column: column === 0 ? null : column,
      text: this.#strings.at(text),
    };
  }
}
