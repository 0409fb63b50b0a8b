import { commentPlace, commentText, type SourcePlace } from '../log/source-place';
import type { LogIndex } from '../log/log-index';

/** The source that a line of a log is about. */
export interface SourceLink {
  /** null on kernels before 6.8, whose comments name no place. */
  readonly place: SourcePlace | null;
  /** The source line as the log quotes it, without blanks around it; '' where it quotes none. */
  readonly text: string;
}

/** `enqueue @ main.bpf.c:12:7` in the report of 7.3. */
const REPORT_PLACE = /^(?:\S+ @ )?([^\s@]+?):(\d+):(\d+)$/;
/** `>>> 19 |   *count += 1;` in its source context. */
const REPORT_SOURCE = /^(?:>>>\s*)?(\d+) \|(.*)$/;
/** Lines of a report up to the place that a line of it belongs to. */
const REPORT_LINES = 40;

/** Any line of a program has one: its own, else that of the comment that governs it. null for none. */
export function sourceLink(index: LogIndex, line: number): SourceLink | null {
  const program = index.programs[index.program(line)];
  if (!program) return null;
  if (index.kind(line) === 'text') {
    const reported = reportedLink(index, line, program.firstLine);
    if (reported) return reported;
  }
  const comment = index.source(line);
  if (comment < program.firstLine) return null;
  const text = index.bare(comment);
  return { place: commentPlace(text), text: commentText(text) };
}

function reportedLink(index: LogIndex, line: number, first: number): SourceLink | null {
  const text = index.bare(line);
  const own = REPORT_PLACE.exec(text);
  if (own) return { place: placeOf(own), text: '' };
  const [, number, code] = REPORT_SOURCE.exec(text) ?? [];
  for (let at = line - 1; at >= Math.max(first, line - REPORT_LINES); at--) {
    if (index.kind(at) === 'instruction') return null;
    const bare = index.bare(at);
    // Below it numbers are those of instructions.
    if (number !== undefined && bare === 'Instruction context:') return null;
    const above = REPORT_PLACE.exec(bare);
    if (!above) continue;
    const place = placeOf(above);
    if (number === undefined) return { place, text: '' };
    return { place: { ...place, line: Number(number), column: null }, text: code?.trim() ?? '' };
  }
  return null;
}

function placeOf(match: RegExpExecArray): SourcePlace {
  const [, file = '', line, column] = match;
  return { file, line: Number(line), column: Number(column) };
}
