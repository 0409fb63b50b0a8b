import type { KnownCause } from './causes';
import type { FailureReport } from './failure-report';
import type { ProgramLog } from './program-log';
import type { SourcePlace } from './source-place';

/** Lines that a loop makes too complex are walked thousands of times, others once for each caller. */
const HOT_VISITS = 100;
const HOT_LINES = 4;

interface Step {
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
  const path = report && report.path.length > 0 ? [...report.path] : [...origin(log, known)];
  const user = log.otherPlace;
  if (user && primary?.file !== user.file && primary?.file.endsWith('.h') === true)
    path.push({ place: user, message: 'the code of this header is used near here' });
  return path;
}

function origin(log: ProgramLog, known: KnownCause | null): readonly Step[] {
  const { landmarks } = log;
  const code = known?.cause.code;
  if (code === 'null-pointer') {
    const call = landmarks.nullableCall;
    return step(call?.place, `${call?.callee ?? ''}() may return NULL here`);
  }
  if (code === 'unreleased-reference') {
    const call = landmarks.callAt(Number(known?.groups[2] ?? Number.NaN));
    return step(call?.place, `${call?.callee ?? ''}() takes the reference here`);
  }
  if (code === 'too-complex') {
    return landmarks
      .mostVisited(HOT_LINES)
      .filter(({ visits }) => visits >= HOT_VISITS)
      .map(({ place, visits }) => ({
        place,
        message: `the verifier came by here ${visits} times`,
      }));
  }
  return code === 'lock-held' ? step(landmarks.lock, 'taken here') : [];
}

const step = (place: SourcePlace | null | undefined, message: string): readonly Step[] =>
  place ? [{ place, message }] : [];
