import type { LineKind } from '../log/line-kind';

/** What a way through a program's log is looked up in: a ProgramLog, or an index of a document. */
export interface PathLog {
  readonly lines: { kind(line: number): LineKind; instruction(line: number): number };
  /** The first line of the program. */
  readonly first: number;
  bare(line: number): string;
}

/** A path longer than this is a loop: what matters stands near its end. */
const LONGEST_PATH = 200_000;

const FROM = /^from (\d+) to \d+/;

/**
 * The lines with the instructions that led to `line`, the last one first. The verifier walks branches
 * one after the other: where it goes on behind an older branch ("from 12 to 20:") the way to that
 * branch is looked up and everything between is passed over.
 */
export function* failingPath(log: PathLog, line: number): Generator<number> {
  const { lines, first } = log;
  let at = line;
  for (let steps = 0; at >= first && steps < LONGEST_PATH; at--, steps++) {
    const kind = lines.kind(at);
    if (kind === 'instruction') yield at;
    if (kind !== 'trace') continue;
    const text = log.bare(at);
    // A global function is walked by itself.
    if (text.startsWith('Validating ')) return;
    const branch = FROM.exec(text)?.[1];
    if (branch !== undefined) at = branchLine(log, at, Number(branch)) + 1;
  }
}

/**
 * Where the branch of a "from N to M:" stands. Branches are taken up again last first, so others of the
 * same instruction in between each have a visit of their own. The log's first line when it was cut off.
 */
function branchLine(log: PathLog, from: number, instruction: number): number {
  const { lines, first } = log;
  let wanted = 1;
  for (let at = from - 1; at >= first; at--) {
    const kind = lines.kind(at);
    if (kind === 'instruction') {
      if (lines.instruction(at) === instruction && --wanted === 0) return at;
    } else if (kind === 'trace' && log.bare(at).startsWith(`from ${instruction} to `)) wanted++;
  }
  return first - 1;
}
