import type { LogIndex } from '../log/log-index';

/** Where the verifier goes on elsewhere than at the next instruction. */
export type TraceMark =
  /** `from 12 to 20:` takes up a branch that was left for later; `frame` counts calls from 0. */
  | {
      readonly kind: 'branch';
      readonly line: number;
      readonly from: number;
      readonly to: number;
      readonly frame: number;
    }
  /** `caller:`: a function of the program begins after the two states that follow. */
  | { readonly kind: 'call'; readonly line: number }
  /** `to caller at 20:`: it has returned. */
  | { readonly kind: 'return'; readonly line: number }
  /** `Validating f() func#1...`: a global function is verified by itself. */
  | { readonly kind: 'function'; readonly line: number; readonly name: string };

const BRANCH = /^from (\d+) to (\d+)(?: \(speculative execution\))?:(?: frame(\d+))?/;
const FUNCTION = /^Validating ([^\s(]+)\(\)/;

/** The marks between two lines, both included, in order. Branches that were pruned at once are none. */
export function traceMarks(index: LogIndex, first: number, last: number): readonly TraceMark[] {
  const marks: TraceMark[] = [];
  for (let line = first; line <= last; line++) {
    if (index.kind(line) !== 'trace') continue;
    const mark = markOf(index.bare(line), line);
    if (mark) marks.push(mark);
  }
  return marks;
}

function markOf(text: string, line: number): TraceMark | null {
  if (text.startsWith('from ')) return text.endsWith(': safe') ? null : branchOf(text, line);
  if (text === 'caller:') return { kind: 'call', line };
  if (text.startsWith('to caller at ')) return { kind: 'return', line };
  const name = text.startsWith('Validating ') ? FUNCTION.exec(text)?.[1] : undefined;
  return name === undefined ? null : { kind: 'function', line, name };
}

function branchOf(text: string, line: number): TraceMark | null {
  const [, from, to, frame] = BRANCH.exec(text) ?? [];
  if (from === undefined) return null;
  return { kind: 'branch', line, from: Number(from), to: Number(to), frame: Number(frame ?? 0) };
}

/**
 * The first line of a program at which the verifier walks it: 7.3 lists the instructions before, with
 * blanks in front, and other kernels say this and that.
 */
export function traceStart(index: LogIndex, first: number, last: number): number {
  let listed = -1;
  for (let line = first; line <= last; line++) {
    const kind = index.kind(line);
    if (kind === 'source' || (kind === 'trace' && index.instruction(line) >= 0)) return line;
    if (kind !== 'instruction') continue;
    // Kernels before 5.18 print no state before the first instruction.
    if (!/^\s/.test(index.text(line))) return line;
    if (listed < 0) listed = line;
  }
  return listed < 0 ? first : listed;
}
