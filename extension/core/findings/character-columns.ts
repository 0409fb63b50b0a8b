import { offsetOfByteColumn } from './byte-column';
import type { Finding, RelatedPlace } from './finding';

/** The text of a line of a file, from 1; null when it can't be read. */
export type SourceLine = (file: string, line: number) => string | null;

type Place = Pick<RelatedPlace, 'file' | 'line' | 'column'>;

/**
 * The finding with columns that count characters as editors do (UTF-16 units), from 1. Compilers and
 * kernels count bytes, which is the same up to the line's first character outside of ASCII.
 */
export function characterColumns(finding: Finding, sourceLine: SourceLine): Finding {
  const columnOf = (place: Place) => characterColumn(place, sourceLine);
  return {
    ...finding,
    column: columnOf(finding),
    related: finding.related.map((place) => ({ ...place, column: columnOf(place) })),
  };
}

function characterColumn({ file, line, column }: Place, sourceLine: SourceLine): number | null {
  if (file === null || line === null || column === null) return column;
  const text = sourceLine(file, line);
  return text === null ? column : offsetOfByteColumn(text, column) + 1;
}
