import type { KnownCause } from './causes';
import type { FailureReport } from './failure-report';
import type { ProgramLog } from './log/program-log';
import type { SourcePlace } from './log/source-place';
import { lastCall, lastTest } from './trace/calls';
import { takesCallback } from './trace/resource-steps';
import { HOT_VISITS, mostVisited } from './trace/visits';

/**
 * Where an error is shown: the kernel's own place, else `said`, that of the last source comment, unless
 * more is known of this kind of error. null where only the sources can tell.
 *
 * BPF_STRUCT_OPS() makes a function around the one that is written, so whatever has no line of its own
 * has that of the head: every return, and values that the compiler moved to the beginning.
 */
export function primaryPlace(
  log: ProgramLog,
  report: FailureReport | null,
  said: SourcePlace | null,
  known: KnownCause | null,
): SourcePlace | null {
  const place = report?.at?.place ?? said;
  const code = known?.cause.code;
  if (code === 'too-complex') return hottest(log) ?? place;
  if (code === 'stack-limit') return innermostCall(log) ?? place;
  const isExit = log.code?.endsWith(' exit') === true;
  // A brief log may begin behind the head, which is where all exits of an operation are.
  const isCut = isExit && log.head === null && report !== null;
  if (!isCut && !isAtHead(place, log)) return place;
  if (known?.cause.atEnd === true) return lastBranch(log, report) ?? place;
  return code === 'missing-field' || (code === 'uninitialized' && isExit) ? null : place;
}

function isAtHead(place: SourcePlace | null, { head }: ProgramLog): boolean {
  return head !== null && place?.file === head.file && place.line === head.line;
}

/** The lines that a loop is made of, at most: its first one is where it stands in the source. */
const LOOP_LINES = 16;

/** The loop that costs the most: all of its lines are come by about as often. */
function hottest(log: ProgramLog): SourcePlace | null {
  const [most, ...others] = mostVisited(log, LOOP_LINES);
  if (!most || most.visits < HOT_VISITS) return null;
  const { file } = most.place;
  const loop = others.filter(
    ({ place, visits }) => place.file === file && visits > most.visits / 2,
  );
  return loop.reduce((first, { place }) => (place.line < first.line ? place : first), most.place);
}

/** The verifier adds stacks up when it is through with all code. */
function innermostCall(log: ProgramLog): SourcePlace | null {
  const isOwn = (callee: string) => callee.startsWith('pc') || takesCallback(callee);
  const call = lastCall(log, log.end, isOwn);
  return call ? log.placeOf(call.line) : null;
}

/** What is found missing where a function ends is shown at the last branch on the way there. */
function lastBranch(log: ProgramLog, report: FailureReport | null): SourcePlace | null {
  const reported = report?.path.findLast(({ isBranch }) => isBranch);
  if (reported) return reported.place;
  const test = lastTest(log, log.lastInstruction);
  return test === null ? null : log.placeOf(test);
}
