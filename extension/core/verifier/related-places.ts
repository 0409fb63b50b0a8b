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
  const path = merged(report?.path ?? [], originSteps(log, known));
  const header = primary?.file.endsWith('.h') === true ? primary.file : null;
  const user = header === null ? null : log.placeOutside(header);
  if (user) path.push({ place: user, message: 'the code of this header is used near here' });
  return path;
}

/**
 * The kernel's path, one step a line. What the trace says of a line is said in the source's words and
 * stands in for the kernel's, which speaks of registers.
 */
function merged(kernel: readonly Step[], own: readonly Step[]): Step[] {
  if (kernel.length === 0) return [...own];
  const lineOf = ({ place }: Step) => `${place.line} ${place.file}`;
  const ownWords = new Map(own.map((step) => [lineOf(step), step.message]));
  const steps = new Map<string, Step>();
  for (const step of kernel) {
    const line = lineOf(step);
    const place = steps.get(line)?.place ?? step.place;
    steps.set(line, { place, message: ownWords.get(line) ?? step.message });
  }
  return [...steps.values()];
}
