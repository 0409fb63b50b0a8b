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
  const kernel = (report?.path ?? []).filter((step) => !isRegisterNote(step, primary));
  const path = merged(kernel, originSteps(log, known));
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
  return inOrder([...steps.values()], kernel.length > 0 && own.length > 0);
}

/** Two paths of one file are joined in the order of its lines. */
function inOrder(steps: Step[], areJoined: boolean): Step[] {
  const file = steps[0]?.place.file;
  if (!areJoined || steps.some(({ place }) => place.file !== file)) return steps;
  return steps.sort((a, b) => a.place.line - b.place.line);
}

/** What changed in a register in the very line of the error says nothing to a reader of the source. */
function isRegisterNote({ place, message }: Step, primary: SourcePlace | null): boolean {
  const isHere = place.line === primary?.line && place.file === primary.file;
  return isHere && /^\*?\(?R\d+.* (?:changed from|invalidated)/.test(message);
}
