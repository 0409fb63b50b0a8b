import type { LineKind } from './line-kind';
import { instructionIn, kindIn, LINE_KINDS, scanLine } from './line-scan';
import { grown, LogText } from './log-text';

const INSTRUCTION = LINE_KINDS.indexOf('instruction');
const SOURCE = LINE_KINDS.indexOf('source');
const TRACE = LINE_KINDS.indexOf('trace');
const STATISTICS = LINE_KINDS.indexOf('statistics');
const WRAPPER = LINE_KINDS.indexOf('wrapper');
const STRIDE = 8;

/** `written`: logs within JSON or a debug print have "\n" in letters where their lines end. */
export type LineEnds = 'real' | 'written';

/** Not those of a format string: what follows is the beginning of a line of the verifier. */
const WRITTEN_LINE_END =
  /\\n(?=\d+: \(|\d+: R\d|; |R\d|from \d|frame\d|processed \d|verification time |-- END)/g;

/**
 * Every line of a log with its kind and instruction, in one pass over the text as it arrives. Beside
 * the text it takes 2 bytes a line and 4 for each line that has an instruction.
 */
export class LineIndex {
  readonly #text = new LogText();
  #kinds = new Uint8Array(8192);
  /** Of the lines that have one, in order. */
  #instructions = new Uint32Array(4096);
  #instructionCount = 0;
  /** How many of them stand before every eighth line. */
  #ranks = new Uint32Array(1024);
  #sources = new Uint32Array(1024);
  #sourceCount = 0;
  /** Lines of wrappers and statistics: the marks that cut a log into programs. */
  readonly marks: number[] = [];
  /** The beginning of a line whose end has not arrived. */
  #open: string[] = [];
  readonly #lineEnds: LineEnds;

  constructor(lineEnds: LineEnds = 'real') {
    this.#lineEnds = lineEnds;
  }

  get lineCount(): number {
    return this.#text.lineCount;
  }

  /** Text as it arrives; chunks may end anywhere. */
  push(chunk: string): void {
    const end = chunk.lastIndexOf('\n');
    if (end < 0) {
      if (chunk !== '') this.#open.push(chunk);
      return;
    }
    this.#takeBlock(this.#open.join('') + chunk.slice(0, end + 1));
    this.#open = end + 1 < chunk.length ? [chunk.slice(end + 1)] : [];
  }

  /** The last line may have no line end. */
  end(): void {
    const rest = this.#open.join('');
    this.#open = [];
    if (rest !== '') this.#takeBlock(rest);
  }

  text(line: number): string {
    return this.#text.line(line);
  }

  kind(line: number): LineKind {
    return LINE_KINDS[this.#kinds[line] ?? 0] ?? 'text';
  }

  /** The instruction that a line shows or leads to; -1 for none. */
  instruction(line: number): number {
    if (line < 0 || line >= this.lineCount || !this.#isNumbered(line)) return -1;
    let rank = this.#ranks[Math.floor(line / STRIDE)] ?? 0;
    for (let at = line - (line % STRIDE); at < line; at++) if (this.#isNumbered(at)) rank++;
    return (this.#instructions[rank] ?? 0) - 1;
  }

  /** The last line at or before this one that is a source comment; -1 for none. */
  source(line: number): number {
    let low = -1;
    let high = this.#sourceCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#sources[middle] ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return low < 0 ? -1 : (this.#sources[low] ?? -1);
  }

  /** Trace lines have room for an instruction too, though most have none. */
  #isNumbered(line: number): boolean {
    const kind = this.#kinds[line];
    return kind === INSTRUCTION || kind === TRACE;
  }

  #takeBlock(block: string): void {
    const text = this.#lineEnds === 'real' ? block : block.replaceAll(WRITTEN_LINE_END, '\n');
    this.#text.begin(text);
    let start = 0;
    while (start < text.length) {
      const found = text.indexOf('\n', start);
      const end = found < 0 ? text.length : found;
      this.#takeLine(scanLine(text, start, end), start);
      start = end + 1;
    }
  }

  #takeLine(scan: number, offset: number): void {
    const line = this.#text.lineCount;
    const kind = kindIn(scan);
    if (line === this.#kinds.length) this.#kinds = grown(this.#kinds);
    this.#kinds[line] = kind;
    if (line % STRIDE === 0) this.#rank(line / STRIDE);
    this.#text.takeLine(offset);
    if (kind === INSTRUCTION || kind === TRACE) this.#number(instructionIn(scan));
    else if (kind === SOURCE) this.#source(line);
    else if (kind === WRAPPER || kind === STATISTICS) this.marks.push(line);
  }

  #rank(at: number): void {
    if (at === this.#ranks.length) this.#ranks = grown(this.#ranks);
    this.#ranks[at] = this.#instructionCount;
  }

  #number(instruction: number): void {
    if (this.#instructionCount === this.#instructions.length)
      this.#instructions = grown(this.#instructions);
    this.#instructions[this.#instructionCount++] = instruction + 1;
  }

  #source(line: number): void {
    if (this.#sourceCount === this.#sources.length) this.#sources = grown(this.#sources);
    this.#sources[this.#sourceCount++] = line;
  }
}
