import type { LogIndex } from '../log/log-index';
import { failingPath } from '../trace/failing-path';
import type { LogError } from './log-errors';

/**
 * Those of the comments that stand on the way to the errors of their programs, in the order of lines:
 * the verifier was at the same source line on other paths, too, and left them without complaint.
 */
export function failingVisits(
  index: LogIndex,
  errors: readonly LogError[],
  comments: readonly number[],
): readonly number[] {
  const wanted = new Set(comments);
  const found = new Set<number>();
  for (const { instructionLine } of errors) {
    if (instructionLine < 0) continue;
    for (const line of pathTo(index, instructionLine)) {
      const comment = index.source(line);
      if (wanted.has(comment)) found.add(comment);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** The lines with the instructions that led to one, the last one first. */
export function pathTo(index: LogIndex, line: number): Iterable<number> {
  const first = index.programs[index.program(line)]?.firstLine ?? 0;
  return failingPath({ lines: index, first, bare: (at) => index.bare(at) }, line);
}
