import { ErrorRegion } from './error-region';
import { Landmarks } from './landmarks';
import { lineKind } from './line-kind';
import { commentPlace, commentText, type SourcePlace } from './source-place';
import { Statistics } from './statistics';

/** A line that may state the error, and where the verifier stood when it was printed. */
export interface Remark {
  readonly text: string;
  readonly place: SourcePlace | null;
}

/** A log that is all remarks is noise: its last ones are kept. */
const REMARKS = 64;
const REPORT_LINES = 400;

/**
 * Reads one program's log line by line and keeps what a finding may need of it. Memory grows with the
 * program, not with its log.
 */
export class ProgramLog {
  readonly landmarks = new Landmarks();
  readonly statistics = new Statistics();
  readonly #region = new ErrorRegion();
  #remarks: Remark[] = [];
  #report: string[] | null = null;
  #place: SourcePlace | null = null;
  #otherPlace: SourcePlace | null = null;
  #head: SourcePlace | null = null;
  #firstComment: string | null = null;
  #code: string | null = null;
  #isEmpty = true;

  /** `line` is `raw` without prefixes and blanks around it. */
  take(raw: string, line: string): void {
    const kind = lineKind(line);
    if (kind === 'blank' && this.#report === null) return;
    this.#isEmpty = false;
    if (kind === 'instruction') this.#step(raw, line);
    else if (kind === 'statistics') this.statistics.take(line);
    else if (kind === 'source' && this.#report === null) this.#source(raw, line);
    else {
      if (kind === 'trace') this.landmarks.trace(line);
      if (kind === 'report') this.#report = [];
      if (this.#report !== null && this.#report.length < REPORT_LINES) this.#report.push(line);
      else if (kind === 'text') this.#remark(line);
      this.#region.follow(raw, kind === 'trace');
    }
  }

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** True after the last line of every log. */
  get isComplete(): boolean {
    return this.statistics.instructions !== null;
  }

  /** What was said since the last instruction. */
  get remarks(): readonly Remark[] {
    return this.#remarks;
  }

  /** The report of 7.3, without the blanks around its lines. */
  get report(): readonly string[] | null {
    return this.#report;
  }

  /** Of the last source comment. */
  get place(): SourcePlace | null {
    return this.#place;
  }

  /** The last place in another file than `place`: where code of a header is used. */
  get otherPlace(): SourcePlace | null {
    return this.#otherPlace;
  }

  /**
   * The head of the operation that is read. BPF_STRUCT_OPS() makes a function around the one that is
   * written: all returns of that one end at its head.
   */
  get head(): SourcePlace | null {
    return this.#head;
  }

  /** The source text of the first comment: mostly the head of the program's function. */
  get firstComment(): string | null {
    return this.#firstComment;
  }

  /** The last instruction, as the verifier prints it. */
  get code(): string | null {
    return this.#code;
  }

  /** The error region, verbatim. */
  get raw(): readonly string[] {
    return this.#region.lines;
  }

  #step(raw: string, line: string): void {
    this.#code = line;
    this.landmarks.instruction(Number.parseInt(line, 10), line, this.#place);
    // What was said before this instruction did not stop the verifier.
    if (this.#remarks.length > 0) this.#remarks = [];
    this.#report = null;
    this.#region.goOn();
    this.#region.step(raw);
  }

  #source(raw: string, line: string): void {
    const place = commentPlace(line);
    if (place) {
      if (this.#place && place.file !== this.#place.file) this.#otherPlace = this.#place;
      if (line.includes('BPF_STRUCT_OPS')) this.#head = place;
      this.landmarks.source(place);
      this.#place = place;
    }
    this.#firstComment ??= commentText(line);
    this.#region.step(raw);
  }

  #remark(text: string): void {
    if (this.#remarks.length >= REMARKS) this.#remarks.shift();
    this.#remarks.push({ text, place: this.#place });
  }
}
