import type { Finding, RelatedPlace } from '../finding';
import { pathBelow, uriOfPath } from '../file-path';
import { sarifMessage } from './message';

/** The name under which a run says where its sources lie; files below it are named relative to it. */
export const SOURCE_ROOT = '%SRCROOT%';

type Place = Pick<RelatedPlace, 'file' | 'line' | 'column'>;

/** Where a place is; null when not even its file is known. `root` is an absolute folder. */
function physicalLocation({ file, line, column }: Place, root: string) {
  if (file === null) return null;
  const below = pathBelow(root, file);
  const artifactLocation =
    below === null ? { uri: uriOfPath(file) } : { uri: uriOfPath(below), uriBaseId: SOURCE_ROOT };
  if (line === null || line < 1) return { artifactLocation };
  const startColumn = column === null || column < 1 ? {} : { startColumn: column };
  return { artifactLocation, region: { startLine: line, ...startColumn } };
}

/** The place of a finding and the BPF program it is about; null when neither is known. */
export function findingLocation(finding: Finding, root: string) {
  const physical = physicalLocation(finding, root);
  const { program } = finding;
  if (physical === null && program === null) return null;
  return {
    ...(physical === null ? {} : { physicalLocation: physical }),
    ...(program === null ? {} : { logicalLocations: [{ name: program, kind: 'function' }] }),
  };
}

export function relatedLocation(place: RelatedPlace, root: string) {
  const physical = physicalLocation(place, root);
  return {
    ...(physical === null ? {} : { physicalLocation: physical }),
    message: sarifMessage(place.message),
  };
}
