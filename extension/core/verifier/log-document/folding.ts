import type { LogIndex } from '../log/log-index';
import type { LogPart } from './log-part';

/** Lines from 0 that fold into the first of them. */
export interface LogFold {
  readonly firstLine: number;
  readonly lastLine: number;
}

/** VS Code keeps 5,000 (editor.foldingMaximumRegions) and warns when there are more. */
const MOST_FOLDS = 4_500;

/**
 * What can be folded: the parts of the outline, and the lines of libbpf before and between the
 * programs. A loop folds all of its passes but the last one, which is where an error would be. Where
 * there are too many, the outer ones stay.
 */
export function logFolds(index: LogIndex, parts: readonly LogPart[]): readonly LogFold[] {
  const folds = foldsBetween(index, parts);
  let level = parts;
  while (level.length > 0 && folds.length < MOST_FOLDS) {
    for (const { kind, firstLine, lastLine } of level) {
      const end = kind === 'loop' ? lastLine - 1 : lastLine;
      if (end > firstLine && folds.length < MOST_FOLDS) folds.push({ firstLine, lastLine: end });
    }
    level = level.flatMap(({ children }) => children);
  }
  return folds.sort((a, b) => a.firstLine - b.firstLine || b.lastLine - a.lastLine);
}

/** Fewer lines are not worth a fold. */
const FEWEST_LINES = 3;

function foldsBetween(index: LogIndex, parts: readonly LogPart[]): LogFold[] {
  const programs = parts.filter(({ kind }) => kind === 'program');
  const folds: LogFold[] = [];
  let from = 0;
  const until = (end: number) => {
    if (end - from + 1 >= FEWEST_LINES) folds.push({ firstLine: from, lastLine: end });
  };
  for (const { firstLine, lastLine } of programs) {
    until(firstLine - 1);
    from = lastLine + 1;
  }
  if (programs.length > 0) until(index.lineCount - 1);
  return folds;
}
