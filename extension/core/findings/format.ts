import type { Finding, RelatedPlace } from './finding';

/** How a path is shown: relative to the current folder, say. */
export type DisplayPath = (path: string) => string;

const asItIs: DisplayPath = (path) => path;

type Place = Pick<RelatedPlace, 'file' | 'line' | 'column'>;

/**
 * A finding as compilers print theirs: `file:line:column: severity: message [code]`, and a line
 * `file:line:column: note: message` for every related place. Problem matchers read these lines, so
 * what is unknown is left out from its right end: `file:line: …`, `file: …`, or the severity alone.
 */
export function formatFinding(finding: Finding, displayPath: DisplayPath = asItIs): string[] {
  const { severity, code } = finding;
  return [
    `${placePrefix(finding, displayPath)}${severity}: ${oneLine(finding.message)} [${code}]`,
    ...finding.related.map((place) => formatRelated(place, displayPath)),
  ];
}

function formatRelated(place: RelatedPlace, displayPath: DisplayPath): string {
  return `${placePrefix(place, displayPath)}note: ${oneLine(place.message)}`;
}

function placePrefix({ file, line, column }: Place, displayPath: DisplayPath): string {
  if (file === null) return '';
  const numbers = line === null ? [] : column === null ? [line] : [line, column];
  return [displayPath(file), ...numbers].join(':') + ': ';
}

/** A message of several lines would end a matcher's match early. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}
