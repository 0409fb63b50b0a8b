/** Every so many lines the place of a line in the text is kept: a power of two. */
const STRIDE = 8;

interface Block {
  readonly text: string;
  /** Of its first line. */
  readonly line: number;
}

/**
 * Text in lines, held as it arrived. Beside the text itself half a byte a line is needed, since only
 * every eighth line's place is kept.
 */
export class LogText {
  readonly #blocks: Block[] = [];
  /** Offset within its block of every eighth line. */
  #places = new Uint32Array(1024);
  #lineCount = 0;
  /** The last block that was asked, and a line in it: readers go from line to line. */
  #block = 0;
  #nearLine = -1;
  #nearOffset = 0;

  get lineCount(): number {
    return this.#lineCount;
  }

  /** A block of whole lines; `takeLine` must follow for each of them. */
  begin(text: string): void {
    this.#blocks.push({ text, line: this.#lineCount });
  }

  /** The next line of the last block begins at `offset`. */
  takeLine(offset: number): void {
    const line = this.#lineCount++;
    if (line % STRIDE !== 0) return;
    const at = line / STRIDE;
    if (at === this.#places.length) this.#places = grown(this.#places);
    this.#places[at] = offset;
  }

  /** A line without its line end; '' outside of the text. */
  line(line: number): string {
    if (line < 0 || line >= this.#lineCount) return '';
    const block = this.#blockOf(line);
    const start = this.#offsetOf(block, line);
    const end = block.text.indexOf('\n', start);
    // The line after this one is what is mostly asked next.
    this.#nearLine = line + 1;
    this.#nearOffset = end + 1;
    return block.text.slice(start, end < 0 ? undefined : end);
  }

  #offsetOf(block: Block, line: number): number {
    const base = line - (line % STRIDE);
    let at = base < block.line ? block.line : base;
    let offset = base < block.line ? 0 : (this.#places[base / STRIDE] ?? 0);
    if (this.#nearLine > at && this.#nearLine <= line) {
      at = this.#nearLine;
      offset = this.#nearOffset;
    }
    for (; at < line; at++) offset = block.text.indexOf('\n', offset) + 1;
    return offset;
  }

  #blockOf(line: number): Block {
    const blocks = this.#blocks;
    const isIn = (at: number) =>
      (blocks[at]?.line ?? 0) <= line && line < (blocks[at + 1]?.line ?? this.#lineCount);
    if (!isIn(this.#block)) {
      this.#nearLine = -1;
      let low = 0;
      let high = blocks.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((blocks[middle]?.line ?? 0) <= line) low = middle;
        else high = middle - 1;
      }
      this.#block = low;
    }
    // Every line is in a block: they are made together.
    return blocks[this.#block] ?? { text: '', line: 0 };
  }
}

/** The same numbers with room for as many again. */
export function grown<T extends Uint8Array | Uint32Array>(numbers: T): T {
  const larger = new (numbers.constructor as new (length: number) => T)(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
