import type { Finding } from '../../findings/finding';
import type { LogIndex } from '../log/log-index';

/** A line of a log, from 0, that states an error. */
export interface LogError {
  readonly line: number;
  readonly finding: Finding;
  /** The line of the instruction that was refused; -1 where there is none. */
  readonly instructionLine: number;
}

/** Where the findings of a log stand in it, in the order of their lines. */
export function logErrors(index: LogIndex, findings: readonly Finding[]): readonly LogError[] {
  const errors: LogError[] = [];
  const taken = new Set<number>();
  for (const finding of findings) {
    // One log can have two runs of a program.
    const error = candidates(index, finding).find(({ line }) => !taken.has(line));
    if (!error) continue;
    taken.add(error.line);
    errors.push(error);
  }
  return errors.sort((a, b) => a.line - b.line);
}

/** In the programs that the finding may be about, else anywhere. */
function candidates(index: LogIndex, finding: Finding): readonly LogError[] {
  const programs = index.programs.filter(({ name }) => name === finding.program);
  const inPrograms = programs.flatMap(({ firstLine, lastLine }) => {
    const stated = lineSaying(index, finding.statement, firstLine, lastLine);
    const instructionLine = instructionBefore(index, stated ?? lastLine, firstLine);
    // sched_ext before 7.x refuses a write without a word: the log ends at the instruction.
    const line = stated ?? (finding.statement === null ? instructionLine : -1);
    return line < 0 ? [] : [{ line, finding, instructionLine }];
  });
  if (inPrograms.length > 0) return inPrograms;
  const said = finding.statement ?? finding.raw.at(-1) ?? null;
  const line = lineSaying(index, said, 0, index.lineCount - 1);
  return line === null ? [] : [{ line, finding, instructionLine: -1 }];
}

/** The last line that says it, verbatim. */
function lineSaying(
  index: LogIndex,
  statement: string | null,
  first: number,
  last: number,
): number | null {
  if (statement === null) return null;
  for (let line = last; line >= first; line--) {
    const kind = index.kind(line);
    if (kind !== 'instruction' && kind !== 'trace' && index.text(line) === statement) return line;
  }
  return null;
}

function instructionBefore(index: LogIndex, line: number, first: number): number {
  for (let at = line; at >= first; at--) if (index.kind(at) === 'instruction') return at;
  return -1;
}

/** The error after a line, or before it; goes round at the ends. null when there is none. */
export function nextError(
  errors: readonly LogError[],
  line: number,
  direction: 'next' | 'previous',
): LogError | null {
  if (direction === 'next') return errors.find((one) => one.line > line) ?? errors[0] ?? null;
  return errors.findLast((one) => one.line < line) ?? errors.at(-1) ?? null;
}
