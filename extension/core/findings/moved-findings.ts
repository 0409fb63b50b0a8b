import type { Finding, RelatedPlace } from './finding';
import type { FollowedLine } from './followed-lines';

/** Where lines went, from 0; undefined for those that stayed. */
type Followed = Pick<ReadonlyMap<number, FollowedLine | null>, 'get'>;

type Place = Pick<RelatedPlace, 'file' | 'line' | 'column'>;

/**
 * Findings after an edit of one file. What lies on a line that moved moves with it; a finding whose line
 * is gone leaves, and so does a related place. The very same list when nothing in it changed.
 * `isThere` tells which places lie in the file.
 */
export function moveFindings(
  findings: readonly Finding[],
  isThere: (place: Place) => boolean,
  followed: Followed,
): readonly Finding[] {
  let changed = false;
  const moved: Finding[] = [];
  for (const before of findings) {
    const after = movedFinding(before, isThere, followed);
    if (after !== before) changed = true;
    if (after !== null) moved.push(after);
  }
  return changed ? moved : findings;
}

function movedFinding(
  finding: Finding,
  isThere: (place: Place) => boolean,
  followed: Followed,
): Finding | null {
  const own = movedPlace(finding, isThere, followed);
  if (own === null) return null;
  const related = finding.related.map((place) => movedPlace(place, isThere, followed));
  if (related.every((place, index) => place === finding.related[index])) return own;
  return { ...own, related: related.filter((place) => place !== null) };
}

/** The same object when it did not move; null when its line is gone. */
function movedPlace<T extends Place>(
  place: T,
  isThere: (place: Place) => boolean,
  followed: Followed,
): T | null {
  if (place.line === null || !isThere(place)) return place;
  const to = followed.get(place.line - 1);
  if (to === undefined) return place;
  if (to === null) return null;
  return { ...place, line: to.line + 1, column: to.respaced ? null : place.column };
}
