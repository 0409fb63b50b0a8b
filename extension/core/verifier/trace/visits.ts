import type { ProgramLog } from '../log/program-log';
import type { SourcePlace } from '../log/source-place';

/** A source line and how often the verifier came by. */
export interface Visited {
  readonly place: SourcePlace;
  readonly visits: number;
}

/** Lines that a loop makes too complex are walked thousands of times, others once for each caller. */
export const HOT_VISITS = 32;

/** Instructions that are looked at: the source lines wanted may have several each. */
const HOTTEST = 64;

/** The source lines the verifier came by most often, first the most. */
export function mostVisited(log: ProgramLog, count: number): readonly Visited[] {
  const { visits, firstLines } = visitsOf(log);
  const hottest = [...firstLines.keys()].sort((a, b) => (visits[b] ?? 0) - (visits[a] ?? 0));
  const found = new Map<string, Visited>();
  for (const instruction of hottest.slice(0, HOTTEST)) {
    const place = log.placeOf(firstLines.get(instruction) ?? log.first);
    const key = `${place?.line} ${place?.file}`;
    if (place && !found.has(key)) found.set(key, { place, visits: visits[instruction] ?? 0 });
    if (found.size === count) break;
  }
  return [...found.values()];
}

function visitsOf({ lines, first, end }: ProgramLog) {
  const visits: number[] = [];
  const firstLines = new Map<number, number>();
  for (let line = first; line < end; line++) {
    if (lines.kind(line) !== 'instruction') continue;
    const instruction = lines.instruction(line);
    const before = visits[instruction] ?? 0;
    visits[instruction] = before + 1;
    if (before === 0) firstLines.set(instruction, line);
  }
  return { visits, firstLines };
}
