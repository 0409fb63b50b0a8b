import type { LineIndex } from './line-index';
import type { LineKind } from './line-kind';
import { bareLine } from './line-prefix';
import { commentPlace, commentText, type SourcePlace } from './source-place';
import type { Statistics } from './statistics';

/** A line that may state the error, and where the verifier stood when it was printed. */
export interface Remark {
  readonly text: string;
  /** In the log, from 0. */
  readonly line: number;
  readonly place: SourcePlace | null;
}

/** A log that is all remarks is noise: its last ones are looked at. */
const REMARKS = 64;
const REPORT_LINES = 400;
/** Comments without a place are older than the ones looked for. */
const COMMENTS = 1000;

/** One program's part of a log. Looks from its end backwards and reads only what it is asked for. */
export class ProgramLog {
  readonly lines: LineIndex;
  readonly first: number;
  /** The line behind the last one. */
  readonly end: number;
  readonly statistics: Statistics;
  /** The last line with an instruction; `first - 1` where there is none. */
  readonly lastInstruction: number;
  /** The first line of the report of 7.3 behind it; `end` where there is none. */
  readonly reportLine: number;

  constructor(lines: LineIndex, first: number, end: number, statistics: Statistics) {
    this.lines = lines;
    this.first = first;
    this.end = end;
    this.statistics = statistics;
    let last = end - 1;
    let report = end;
    for (; last >= first && lines.kind(last) !== 'instruction'; last--)
      if (lines.kind(last) === 'report') report = last;
    this.lastInstruction = last;
    this.reportLine = report;
  }

  get isEmpty(): boolean {
    for (let line = this.first; line < this.end; line++) {
      const kind = this.lines.kind(line);
      if (kind !== 'blank' && kind !== 'wrapper') return false;
    }
    return true;
  }

  /** True after the last line of every log. */
  get isComplete(): boolean {
    return this.statistics.instructions !== null;
  }

  bare(line: number): string {
    return bareLine(this.lines.text(line));
  }

  /** What was said since the last instruction, the last 64 lines of it. */
  get remarks(): readonly Remark[] {
    const said: number[] = [];
    for (let line = this.reportLine - 1; line > this.lastInstruction; line--) {
      if (this.lines.kind(line) === 'text') said.push(line);
      if (said.length === REMARKS) break;
    }
    return said.reverse().map((line) => ({
      line,
      text: this.bare(line),
      place: this.placeOf(line),
    }));
  }

  /** The report of 7.3, without the blanks around its lines. */
  get report(): readonly string[] | null {
    if (this.reportLine === this.end) return null;
    const end = Math.min(this.end, this.reportLine + REPORT_LINES);
    return this.select(this.reportLine, end, (kind) => kind !== 'statistics').map((line) =>
      this.bare(line),
    );
  }

  /** Of the last source comment. */
  get place(): SourcePlace | null {
    return this.placeOf(this.reportLine - 1);
  }

  /** Of the source comment that governs a line. */
  placeOf(line: number): SourcePlace | null {
    let comment = this.lines.source(line);
    for (let tries = 0; comment >= this.first && tries < COMMENTS; tries++) {
      const place = this.#commentPlace(comment);
      if (place) return place;
      comment = this.lines.source(comment - 1);
    }
    return null;
  }

  /** A mail may have broken the line before its place. */
  #commentPlace(comment: number): SourcePlace | null {
    const text = this.bare(comment);
    const place = commentPlace(text);
    if (place || this.lines.kind(comment + 1) !== 'text') return place;
    return commentPlace(`${text} ${this.bare(comment + 1)}`);
  }

  /** The source text that governs a line; '' for none. */
  sourceText(line: number): string {
    const comment = this.lines.source(line);
    return comment < this.first ? '' : commentText(this.bare(comment));
  }

  /** The last place before the end in another file than `file`: where code of a header is used. */
  placeOutside(file: string): SourcePlace | null {
    let comment = this.lines.source(this.lastInstruction);
    for (; comment >= this.first; comment = this.lines.source(comment - 1)) {
      const place = commentPlace(this.bare(comment));
      if (place && place.file !== file) return place;
    }
    return null;
  }

  /**
   * The head of the operation that is read. BPF_STRUCT_OPS() makes a function around the one that is
   * written: all returns of that one end at its head.
   */
  get head(): SourcePlace | null {
    const comment = this.#firstComment((text) => text.includes('BPF_STRUCT_OPS'));
    return comment === null ? null : commentPlace(comment);
  }

  /** The source text of the first comment: mostly the head of the program's function. */
  get firstComment(): string | null {
    const comment = this.#firstComment(() => true);
    return comment === null ? null : commentText(comment);
  }

  /** The last instruction, as the verifier prints it. */
  get code(): string | null {
    return this.lastInstruction < this.first ? null : this.bare(this.lastInstruction);
  }

  /** What the last instruction calls; null when it is no call of a function of the kernel. */
  get callee(): string | null {
    return /\(85\) call ([A-Za-z_][\w.]*)#/.exec(this.code ?? '')?.[1] ?? null;
  }

  /** Lines of the program's own, wrappers left out. */
  select(
    start: number,
    end: number,
    isWanted: (kind: LineKind, line: number, count: number) => boolean,
  ): number[] {
    const found: number[] = [];
    for (let line = start; line < end; line++) {
      const kind = this.lines.kind(line);
      if (kind !== 'wrapper' && isWanted(kind, line, found.length)) found.push(line);
    }
    return found;
  }

  #firstComment(isWanted: (text: string) => boolean): string | null {
    let seen = 0;
    for (let line = this.first; line < this.end && seen < COMMENTS; line++) {
      if (this.lines.kind(line) !== 'source') continue;
      seen += 1;
      const text = this.bare(line);
      if (isWanted(text)) return text;
    }
    return null;
  }
}
