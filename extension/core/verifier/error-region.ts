import type { ProgramLog } from './log/program-log';
import { failingPath } from './trace/failing-path';

/** Instructions before the one that failed. */
const CONTEXT_INSTRUCTIONS = 5;
/** Lines after it: of the trace some, of other lines more. */
const TRACE_LINES = 24;
const TAIL_LINES = 400;

/**
 * The lines around the error, verbatim and in order: the last instructions on the way there, each with
 * the source it belongs to, and what follows them.
 */
export function errorRegion(log: ProgramLog): string[] {
  let trace = 0;
  const tail = log.select(log.lastInstruction + 1, log.end, (kind, line, count) => {
    if (kind === 'trace') return ++trace <= TRACE_LINES;
    const isBlankOutside = kind === 'blank' && line < log.reportLine;
    return kind !== 'statistics' && !isBlankOutside && count < TAIL_LINES;
  });
  return [...contextLines(log), ...tail].map((line) => log.lines.text(line));
}

function contextLines(log: ProgramLog): number[] {
  const found = new Set<number>();
  let instructions = 0;
  for (const line of failingPath(log, log.lastInstruction)) {
    found.add(line);
    const comment = log.lines.source(line);
    if (comment >= log.first) found.add(comment);
    if (++instructions > CONTEXT_INSTRUCTIONS) break;
  }
  return [...found].sort((a, b) => a - b);
}
