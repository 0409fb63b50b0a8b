import type { LogIndex } from '../log/log-index';
import type { TraceMark } from './trace-marks';

/** The same instructions, gone through again and again. */
export interface Loop {
  /** The instruction that every pass begins with. */
  readonly instruction: number;
  /** How often it was reached. */
  readonly passes: number;
  /** Where the first and the last pass begin, with the comments and states right before. */
  readonly firstLine: number;
  readonly lastPassLine: number;
}

interface OpenLoop {
  readonly instruction: number;
  readonly line: number;
  passes: number;
  lastLine: number;
}

/**
 * Finds loops by their back edges: the verifier goes, within one path, to an instruction at or before
 * the one that it was at, and has been there since it was last at a smaller one. One pass over the
 * lines. Marks must be those of the same lines.
 */
export function loopsOf(
  index: LogIndex,
  marks: readonly TraceMark[],
  first: number,
  last: number,
): readonly Loop[] {
  const walk = new Walk(index);
  let next = 0;
  for (let line = first; line <= last; line++) {
    const mark = marks[next];
    if (mark?.line === line) {
      walk.mark(mark);
      next += 1;
    } else if (index.kind(line) === 'instruction') walk.visit(index.instruction(line), line);
  }
  return walk.end();
}

class Walk {
  readonly #index: LogIndex;
  readonly #found: Loop[] = [];
  /** Of each frame the instructions that may begin a loop, the smallest first. */
  readonly #frames: OpenLoop[][] = [[]];
  /** Where the path comes from; -1 where that is another function. */
  #from = -1;

  constructor(index: LogIndex) {
    this.#index = index;
  }

  mark(mark: TraceMark): void {
    this.#from = mark.kind === 'branch' ? mark.from : -1;
    switch (mark.kind) {
      case 'call':
        this.#frames.push([]);
        return;
      case 'return':
        this.#closeFrames(Math.max(this.#frames.length - 1, 1));
        return;
      case 'function':
        this.#closeFrames(0);
        this.#frames.push([]);
        return;
      case 'branch':
        this.#closeFrames(mark.frame + 1);
        while (this.#frames.length <= mark.frame && this.#frames.length < MOST_FRAMES)
          this.#frames.push([]);
    }
  }

  visit(instruction: number, line: number): void {
    const open = this.#frames.at(-1) ?? [];
    const isBack = instruction <= this.#from;
    this.#from = instruction;
    let top = open.at(-1);
    for (; top && top.instruction > instruction; top = open.at(-1)) this.#close(open);
    if (top?.instruction !== instruction) {
      open.push({ instruction, line, passes: 1, lastLine: line });
    } else if (isBack) {
      top.passes += 1;
      top.lastLine = line;
    }
  }

  /** In the order in which they begin; of two that begin together the longer one first. */
  end(): readonly Loop[] {
    this.#closeFrames(0);
    return this.#found.sort((a, b) => a.firstLine - b.firstLine || b.lastPassLine - a.lastPassLine);
  }

  #closeFrames(kept: number): void {
    while (this.#frames.length > kept) {
      const open = this.#frames.pop() ?? [];
      while (open.length > 0) this.#close(open);
    }
  }

  #close(open: OpenLoop[]): void {
    const loop = open.pop();
    if (!loop || loop.passes < 2) return;
    const { instruction, passes } = loop;
    this.#found.push({
      instruction,
      passes,
      firstLine: passStart(this.#index, loop.line),
      lastPassLine: passStart(this.#index, loop.lastLine),
    });
  }
}

/** The kernel allows 8 (MAX_CALL_FRAMES); a log may say anything. */
const MOST_FRAMES = 16;
/** Lines between an instruction and what belongs to it: its comment, state and branch. */
const PREAMBLE_LINES = 4;

function passStart(index: LogIndex, line: number): number {
  const instruction = index.instruction(line);
  let start = line;
  for (let at = line - 1; at >= Math.max(line - PREAMBLE_LINES, 0); at--) {
    const kind = index.kind(at);
    if (kind === 'source' || (kind === 'trace' && index.instruction(at) === instruction))
      start = at;
    else if (kind !== 'blank') break;
  }
  return start;
}
