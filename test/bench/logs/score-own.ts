import type { Finding } from '../../../extension/core/findings/finding';
import { placeInScheduler, placeInSource } from '../../../extension/core/findings/place-in-source';
import { explainLog } from '../../../extension/core/verifier/explain-log';
import {
  briefLog,
  capturedLog,
  KERNELS,
  schedulerText,
} from '../../unit/core/verifier/captured-logs';
import { codeOn, OWN_CASES, placesOn } from '../../unit/core/verifier/own-cases';
import { Score } from './score';

interface OwnLog {
  readonly scheduler: string;
  readonly kernel: string;
  readonly code: string | null;
  readonly places: ReturnType<typeof placesOn>;
  readonly text: string;
}

/** What is said of our own schedulers, whose truth is known: every kernel, whole and brief logs. */
export function scoreOwn(): Score[] {
  const code = new Score('own, refused: the code', 1);
  const line = new Score('own, refused: the line', 1);
  const origin = new Score('own, refused: where it comes from', 0.9);
  const passing = new Score('own, accepted: no finding', 1);
  for (const log of ownLogs()) {
    const findings = explain(log);
    const missed = `${log.scheduler} on ${log.kernel}: ${describe(findings)}`;
    if (log.code === null) {
      passing.add(findings.length === 0, missed);
      continue;
    }
    const [one, ...more] = findings;
    code.add(one?.code === `verifier/${log.code}` && more.length === 0, missed);
    const { here, origins } = log.places;
    line.add(here.includes(one?.line ?? -1), missed);
    const related = (one?.related ?? []).map((place) => place.line);
    if (origins.length > 0)
      origin.add(
        origins.every((wanted) => related.includes(wanted)),
        missed,
      );
  }
  return [code, line, origin, passing];
}

function ownLogs(): OwnLog[] {
  return KERNELS.flatMap((kernel) =>
    OWN_CASES.flatMap((one) =>
      [capturedLog, briefLog].map((logOf) => ({
        scheduler: one.scheduler,
        kernel,
        code: codeOn(one, kernel),
        places: placesOn(one, kernel),
        text: logOf(kernel, one.scheduler),
      })),
    ),
  );
}

function explain({ scheduler, text }: OwnLog): Finding[] {
  const sources = [{ path: `${scheduler}.bpf.c`, text: schedulerText(scheduler) }];
  return explainLog(text)
    .findings.map((one) => placeInSource(one, sources))
    .map((one) => placeInScheduler(one, `${scheduler}.bpf.c`));
}

const describe = (findings: readonly Finding[]) =>
  findings
    .map(
      (one) => `${one.code} at ${one.line}, from ${one.related.map((place) => place.line).join()}`,
    )
    .join('; ') || 'nothing';
