import type { Finding } from '../finding';
import { findingLocation, relatedLocation } from './location';
import { sarifMessage } from './message';

/** One finding as a result; `ruleIndex` is the place of its code in the run's rules. */
export function sarifResult(finding: Finding, ruleIndex: number, root: string) {
  const { code, severity, message, explanation, suggestion, program, raw } = finding;
  const location = findingLocation(finding, root);
  const text = [message, explanation, suggestion].filter((part) => part !== null).join('\n\n');
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: sarifMessage(text),
    ...(location === null ? {} : { locations: [location] }),
    ...causalPath(finding, root),
    properties: { program, raw },
  };
}

/** Where the value came from, in order, and then the error itself: as related places and as one path. */
function causalPath(finding: Finding, root: string) {
  const { related, message } = finding;
  if (related.length === 0) return {};
  const places = related.map((place) => relatedLocation(place, root));
  const end = { ...findingLocation(finding, root), message: sarifMessage(message) };
  const locations = [...places, end].map((location) => ({ location }));
  return {
    relatedLocations: places.map((place, index) => ({ id: index + 1, ...place })),
    codeFlows: [{ threadFlows: [{ locations }] }],
  };
}
