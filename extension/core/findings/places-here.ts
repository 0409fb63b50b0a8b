import type { Finding, RelatedPlace } from './finding';

/**
 * Findings of a compile on another machine: what points into a file that only that machine has is said in
 * the message, and the finding stands where that file was included, if that is known.
 */
export function placesHere(
  findings: readonly Finding[],
  isHere: (file: string) => boolean,
  machine: string,
): Finding[] {
  const isElsewhere = (file: string | null) => file !== null && !isHere(file);
  const where = ({ file, line }: Pick<RelatedPlace, 'file' | 'line'>) =>
    ` (in ${file ?? ''}${line === null ? '' : `:${line}`} on ${machine})`;
  return findings.map((one) => {
    const related = one.related.map((place) =>
      isElsewhere(place.file)
        ? { file: null, line: null, column: null, message: place.message + where(place) }
        : place,
    );
    if (!isElsewhere(one.file)) return { ...one, related };
    const near = one.related.findLast(({ file }) => file !== null && isHere(file));
    const { file, line, column } = near ?? { file: null, line: null, column: null };
    return { ...one, file, line, column, message: one.message + where(one), related };
  });
}
