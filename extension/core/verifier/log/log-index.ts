import type { Verdict } from '../verdict';
import { LineIndex } from './line-index';
import type { LineKind } from './line-kind';
import { bareLine } from './line-prefix';
import { LogReading } from './log-reading';

/** One program's lines in a log, from 0, both ends included. */
export interface IndexedProgram {
  /** null where the log does not name it. */
  readonly name: string | null;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** What every line of a log is about. Lines count from 0; what is not there is -1. */
export interface LogIndex {
  readonly lineCount: number;
  /** Verbatim, without the line end. */
  text(line: number): string;
  /** Without colours and prefixes of other programs. */
  bare(line: number): string;
  kind(line: number): LineKind;
  /** Index in `programs`. */
  program(line: number): number;
  /** The instruction that a line shows; of `from 12 to 20:` the one it leads to. */
  instruction(line: number): number;
  /** The line of the `; code @ file:n` comment that governs this line. */
  source(line: number): number;
  readonly programs: readonly IndexedProgram[];
  /** As explainLog() gives it. */
  readonly verdict: Verdict;
}

/** Indexes a log that arrives in chunks, which may end anywhere. */
export interface LogIndexer {
  push(chunk: string): void;
  end(): LogIndex;
}

/** Indexes a whole log: one pass over it, and some bytes a line beside the text itself. */
export function indexLog(text: string): LogIndex {
  const indexer = createLogIndexer();
  indexer.push(text);
  return indexer.end();
}

export function createLogIndexer(): LogIndexer {
  const lines = new LineIndex();
  return {
    push(chunk) {
      lines.push(chunk);
    },
    end() {
      lines.end();
      return indexOf(lines);
    },
  };
}

function indexOf(lines: LineIndex): LogIndex {
  const reading = new LogReading(lines, {});
  const programs = reading.programs
    .map(({ name, first, end }) => ({ name, firstLine: first, lastLine: end - 1 }))
    .sort((a, b) => a.firstLine - b.firstLine);
  return {
    lineCount: lines.lineCount,
    text: (line) => lines.text(line),
    bare: (line) => bareLine(lines.text(line)),
    kind: (line) => lines.kind(line),
    program: (line) => programOf(programs, line),
    instruction: (line) => lines.instruction(line),
    source: (line) => lines.source(line),
    programs,
    verdict: reading.verdict,
  };
}

function programOf(programs: readonly IndexedProgram[], line: number): number {
  let low = -1;
  let high = programs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((programs[middle]?.firstLine ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return line <= (programs[low]?.lastLine ?? -1) ? low : -1;
}
