import type { KnownCause } from './causes';
import type { FailureReport } from './failure-report';
import type { ProgramLog } from './log/program-log';
import type { SourcePlace } from './log/source-place';
import { originSteps } from './trace/origin-steps';

/** A place on the way to an error and what happened there. */
export interface Step {
  readonly place: SourcePlace;
  readonly message: string;
}

/** Where the failing value came from: the kernel's own path where it gives one, else from the trace. */
export function relatedPlaces(
  log: ProgramLog,
  known: KnownCause | null,
  report: FailureReport | null,
  primary: SourcePlace | null,
): Step[] {
  const path = report && report.path.length > 0 ? [...report.path] : originSteps(log, known);
  const header = primary?.file.endsWith('.h') === true ? primary.file : null;
  const user = header === null ? null : log.placeOutside(header);
  if (user) path.push({ place: user, message: 'the code of this header is used near here' });
  return path;
}
