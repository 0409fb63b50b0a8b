/** How many lines before what the last instruction led to are kept. */
const CONTEXT_LINES = 8;
/** Lines after it: of the trace up to here, of other lines some more. */
const TRACE_LINES = 24;
const TAIL_LINES = 400;

/**
 * The lines around the error, verbatim: some up to the last instruction, and what follows it. Holds a
 * few hundred lines, whatever comes.
 */
export class ErrorRegion {
  readonly #context: string[] = [];
  #next = 0;
  #tail: string[] = [];
  #traceLines = 0;

  /** An instruction, or the source comment above one. */
  step(raw: string): void {
    this.#context[this.#next] = raw;
    this.#next = (this.#next + 1) % CONTEXT_LINES;
  }

  /** The verifier went on: what it printed before was not the end. */
  goOn(): void {
    if (this.#tail.length > 0) this.#tail = [];
    this.#traceLines = 0;
  }

  follow(raw: string, isTrace: boolean): void {
    if (isTrace) this.#traceLines += 1;
    const full = isTrace ? this.#traceLines > TRACE_LINES : this.#tail.length >= TAIL_LINES;
    if (!full) this.#tail.push(raw);
  }

  get lines(): readonly string[] {
    const start = this.#context.length < CONTEXT_LINES ? 0 : this.#next;
    return [...this.#context.slice(start), ...this.#context.slice(0, start), ...this.#tail];
  }
}
