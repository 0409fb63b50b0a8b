/** A line of a source file, from 1. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** Reads a command argument: it may come from a link in a hover. null when it names no line. */
export function readSourceLine(argument: unknown): SourceLine | null {
  if (typeof argument !== 'object' || argument === null) return null;
  const { file, line } = argument as Readonly<Record<string, unknown>>;
  if (typeof file !== 'string' || typeof line !== 'number') return null;
  return Number.isInteger(line) && line > 0 ? { file, line } : null;
}
