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
 * What the trace says, then what the kernel's path says of other lines, one step a line: the source's
 * words stand in for the kernel's, which speaks of registers, and the better place for both.
 */
function merged(kernel: readonly Step[], own: readonly Step[]): Step[] {
  const lineOf = ({ place }: Step) => `${place.line} ${place.file}`;
  const columns = new Map<string, SourcePlace>();
  for (const step of kernel) if (!columns.has(lineOf(step))) columns.set(lineOf(step), step.place);
  const steps = new Map<string, Step>();
  for (const step of own) {
    const place = columns.get(lineOf(step)) ?? step.place;
    if (!steps.has(lineOf(step))) steps.set(lineOf(step), { place, message: step.message });
  }
  const said = new Set(steps.keys());
  for (const step of kernel) {
    const place = columns.get(lineOf(step)) ?? step.place;
    if (!said.has(lineOf(step))) steps.set(lineOf(step), { place, message: step.message });
  }
  return [...steps.values()];
}
