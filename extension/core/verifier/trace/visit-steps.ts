import type { KnownCause } from '../causes';
import type { ProgramLog } from '../log/program-log';
import type { Step } from '../related-places';
import { lastVisit } from './calls';
import { HOT_VISITS, mostVisited } from './visits';

const HOT_LINES = 4;

/** The lines that cost the verifier most. */
export function hotSteps(log: ProgramLog): readonly Step[] {
  return mostVisited(log, HOT_LINES)
    .filter(({ visits }) => visits >= HOT_VISITS)
    .map(({ place, visits }) => ({
      place,
      message: `the verifier came by here ${visits} times`,
    }));
}

/** Where the loop goes round: the instruction that the verifier met again. */
export function loopSteps(log: ProgramLog, { groups }: KnownCause): readonly Step[] {
  const line = lastVisit(log, log.lastInstruction, Number(groups[1] ?? Number.NaN));
  const place = line === null ? null : log.placeOf(line);
  return place ? [{ place, message: 'the verifier came back to here with nothing changed' }] : [];
}
