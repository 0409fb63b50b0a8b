import type { Finding } from '../../core/findings/finding';
import { lineKind } from '../../core/verifier/log/line-kind';
import { bareLine } from '../../core/verifier/log/line-prefix';

/** Lines of a log, from 0, that a reader of one program's trace looks for. */
export interface TracePlace {
  /** The instruction that the verifier refused, or where the program's log begins. */
  readonly line: number;
  /** What the verifier said of it, null for a program that passed. */
  readonly error: number | null;
}

const BEGIN = /^(?:libbpf: )?prog '([^']*)': -- BEGIN PROG LOAD LOG --/;

/** Finds the failing instruction of `finding`, else the first line of `program`, else the top. */
export function tracePlace(
  lines: readonly string[],
  finding: Finding | null,
  program: string | null,
): TracePlace {
  const begin = programBegin(lines, finding?.program ?? program);
  if (finding === null) return { line: begin, error: null };
  const error = errorLine(lines, begin, finding);
  if (error === null) return { line: begin, error: null };
  for (let line = error; line > begin; line--) {
    if (lineKind(bareLine(lines[line] ?? '')) === 'instruction') return { line, error };
  }
  return { line: error, error };
}

function programBegin(lines: readonly string[], program: string | null): number {
  if (program === null) return 0;
  return Math.max(
    lines.findIndex((line) => BEGIN.exec(line)?.[1] === program),
    0,
  );
}

/** The finding's own words: the last line of its kind that the log has and the trace is not made of. */
function errorLine(lines: readonly string[], begin: number, { raw }: Finding): number | null {
  const said = raw.map(bareLine).filter((line) => lineKind(line) === 'text');
  for (const wanted of said.reverse()) {
    const found = lines.findIndex((line, at) => at >= begin && bareLine(line) === wanted);
    if (found >= 0) return found;
  }
  return null;
}
