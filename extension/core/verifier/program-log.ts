import { lineKind } from './line-kind';
import { Landmarks } from './landmarks';
import { commentPlace, commentText, type SourcePlace } from './source-place';

/** A line that may state the error, and where the verifier stood when it was printed. */
export interface Remark {
  readonly text: string;
  readonly place: SourcePlace | null;
  /** Index of the instruction before it, null before the first. */
  readonly instruction: number | null;
}

/** How many lines before the failing instruction a finding quotes. */
const CONTEXT_LINES = 8;
/** Lines after the last instruction that are kept: remarks and report always, trace up to here. */
const TRACE_LINES = 24;
const TAIL_LINES = 400;
/** A log that is all remarks is noise: its last ones are kept. */
const REMARKS = 64;

/**
 * Reads one program's log line by line and keeps what a finding may need of it: what stands after the
 * last instruction, some lines before, and where each call was made. Bounded memory, whatever comes.
 */
export class ProgramLog {
  readonly landmarks = new Landmarks();
  readonly #context: string[] = [];
  #next = 0;
  #tail: string[] = [];
  #traceLines = 0;
  #remarks: Remark[] = [];
  #report: string[] | null = null;
  #place: SourcePlace | null = null;
  #otherPlace: SourcePlace | null = null;
  #head: SourcePlace | null = null;
  #instruction: number | null = null;
  #code: string | null = null;
  #firstComment: string | null = null;
  #instructions: number | null = null;
  #stackBytes: number | null = null;
  #frameBytes: number | null = null;
  #micros: number | null = null;
  #lines = 0;

  /** `line` is `raw` without prefixes and blanks around it. */
  take(raw: string, line: string): void {
    const kind = lineKind(line);
    if (kind === 'blank' && this.#report === null) return;
    this.#lines += 1;
    if (kind === 'instruction') {
      this.#step(raw, line);
      return;
    }
    if (kind === 'source' && this.#report === null) {
      this.#source(raw, line);
      return;
    }
    if (kind === 'statistics') {
      this.#statistics(line);
      return;
    }
    if (kind === 'trace') this.landmarks.trace(line);
    if (kind === 'report') this.#report = [];
    if (this.#report !== null && this.#report.length < TAIL_LINES) this.#report.push(line);
    else if (kind === 'text') this.#remark(line);
    this.#keep(raw, kind === 'trace');
  }

  get isEmpty(): boolean {
    return this.#lines === 0;
  }
  /** True after `processed N insns`, the last line of every log. */
  get isComplete(): boolean {
    return this.#instructions !== null;
  }
  get remarks(): readonly Remark[] {
    return this.#remarks;
  }
  get report(): readonly string[] | null {
    return this.#report;
  }
  get place(): SourcePlace | null {
    return this.#place;
  }
  /** The last place in another file than `place`: where code of a header is used. */
  get otherPlace(): SourcePlace | null {
    return this.#otherPlace;
  }
  /** The last instruction, as the verifier prints it. */
  get code(): string | null {
    return this.#code;
  }
  /**
   * The head of the operation that is read. BPF_STRUCT_OPS() makes a function around the one that is
   * written: all returns of that one end at its head.
   */
  get head(): SourcePlace | null {
    return this.#head;
  }
  get instructions(): number | null {
    return this.#instructions;
  }
  get stackBytes(): number | null {
    return this.#frameBytes ?? this.#stackBytes;
  }
  get micros(): number | null {
    return this.#micros;
  }
  /** The source text of the first comment: usually the head of the program's function. */
  get firstComment(): string | null {
    return this.#firstComment;
  }
  /** The error region, verbatim. */
  get raw(): readonly string[] {
    const start = this.#context.length < CONTEXT_LINES ? 0 : this.#next;
    return [...this.#context.slice(start), ...this.#context.slice(0, start), ...this.#tail];
  }

  #step(raw: string, line: string): void {
    this.#instruction = Number.parseInt(line, 10);
    this.#code = line;
    this.landmarks.instruction(this.#instruction, line, this.#place);
    // What was said before this instruction did not stop the verifier.
    if (this.#remarks.length > 0) this.#remarks = [];
    if (this.#tail.length > 0) this.#tail = [];
    this.#report = null;
    this.#traceLines = 0;
    this.#pushContext(raw);
  }

  #source(raw: string, line: string): void {
    const place = commentPlace(line);
    if (place && this.#place && place.file !== this.#place.file) this.#otherPlace = this.#place;
    if (place) this.landmarks.source(place);
    this.#place = place ?? this.#place;
    if (place && line.includes('BPF_STRUCT_OPS')) this.#head = place;
    this.#firstComment ??= commentText(line);
    this.#pushContext(raw);
  }

  #pushContext(raw: string): void {
    this.#context[this.#next] = raw;
    this.#next = (this.#next + 1) % CONTEXT_LINES;
  }

  #remark(text: string): void {
    if (this.#remarks.length >= REMARKS) this.#remarks.shift();
    this.#remarks.push({ text, place: this.#place, instruction: this.#instruction });
  }

  #keep(raw: string, trace: boolean): void {
    if (trace) this.#traceLines += 1;
    const full = trace ? this.#traceLines > TRACE_LINES : this.#tail.length >= TAIL_LINES;
    if (!full) this.#tail.push(raw);
  }

  #statistics(line: string): void {
    // 7.3: `subprog 0 (x_enqueue) main insns_self 9 insns_total 9 stack 8`, each once
    const own = /^subprog \d+ .* stack (\d+)/.exec(line);
    if (own) this.#frameBytes = (this.#frameBytes ?? 0) + Number(own[1]);
    const processed = /^processed (\d+) insns/.exec(line);
    if (processed) this.#instructions = Number(processed[1]);
    const time = /^verification time (\d+) usec/.exec(line);
    if (time) this.#micros = Number(time[1]);
    // "16+0", "16+0 max 16" (7.2), "max 16" (7.3)
    const [, frames, max] = /^stack depth (?:(\d+(?:\+\d+)*))?(?: ?max (\d+))?/.exec(line) ?? [];
    if (frames !== undefined)
      this.#stackBytes = frames.split('+').reduce((sum, depth) => sum + Number(depth), 0);
    else if (max !== undefined) this.#stackBytes = Number(max);
  }
}
