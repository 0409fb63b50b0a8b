import type { ProgramLog } from '../log/program-log';
import { failingPath } from './failing-path';

/** A register that no state names for so long is not worth the search. */
const INSTRUCTIONS = 200;
/** States, marks and comments between two instructions. */
const LINES_BETWEEN = 60;

/** Is what a register holds behind the instruction at `line` known to be a number, no pointer? */
export function isNumberAfter(log: ProgramLog, line: number, register: number): boolean {
  const state = new RegExp(String.raw`\bR${register}(?:_\w+)?=(-?\w+)`);
  let looked = 0;
  for (const at of failingPath(log, line)) {
    const type = state.exec(statesAfter(log, at))?.[1];
    if (type !== undefined) return /^(?:scalar|P?inv|-?\d)/.test(type);
    if (++looked === INSTRUCTIONS) break;
  }
  return false;
}

/** `; R1_w=…` behind the instruction, or `13: R1_w=…` on a line of its own. */
function statesAfter(log: ProgramLog, line: number): string {
  const { lines } = log;
  const states = [log.bare(line)];
  const end = Math.min(log.end, line + LINES_BETWEEN);
  for (let at = line + 1; at < end && lines.kind(at) !== 'instruction'; at++) {
    const text = lines.kind(at) === 'trace' ? log.bare(at) : '';
    // What is before "regs=" of a mark, or of another branch, is no state of now.
    if (/^\d+: (?:frame\d+: )?(?:R\d|fp)/.test(text)) states.push(text);
  }
  return states.join(' ');
}
