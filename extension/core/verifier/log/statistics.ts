/** The lines that close a program's log. */
export class Statistics {
  #instructions: number | null = null;
  #depthBytes: number | null = null;
  #frameBytes: number | null = null;
  #micros: number | null = null;

  take(line: string): void {
    // A line that ends within its "(limit" was cut off.
    const processed = /^processed (\d+) insns?\b(?! \(limit ?\d*$)/.exec(line);
    if (processed) this.#instructions = Number(processed[1]);
    const time = /^verification time (\d+) usec/.exec(line);
    if (time) this.#micros = Number(time[1]);
    // 7.3: `subprog 0 (x_enqueue) main insns_self 9 insns_total 9 stack 8`, each function once
    const own = /^subprog \d+ .* stack (\d+)/.exec(line);
    if (own) this.#frameBytes = (this.#frameBytes ?? 0) + Number(own[1]);
    // "16+0" up to 6.18, "16+0 max 16" on 7.2, "max 16" on 7.3
    const [, frames, max] = /^stack depth (?:(\d+(?:\+\d+)*))?(?: ?max (\d+))?/.exec(line) ?? [];
    if (frames !== undefined)
      this.#depthBytes = frames.split('+').reduce((sum, depth) => sum + Number(depth), 0);
    else if (max !== undefined) this.#depthBytes = Number(max);
  }

  /** null before `processed N insns`, the last line of every log. */
  get instructions(): number | null {
    return this.#instructions;
  }

  /** All functions of the program together. */
  get stackBytes(): number | null {
    return this.#frameBytes ?? this.#depthBytes;
  }

  get micros(): number | null {
    return this.#micros;
  }
}
