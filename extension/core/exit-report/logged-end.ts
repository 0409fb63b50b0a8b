import { runtimeFindings } from '../kernel-log/runtime-findings';
import { recognise } from '../kernel-log/sched-ext-event';
import type { KernelRecord } from '../sched-ext/target';
import { exitReport, type ExitReport } from './exit-report';
import { foundExit } from './found-exit';
import { createPostMortem } from './post-mortem';

export interface LoggedEndOptions {
  readonly target: string;
  /** This machine's clock, less the target's time since boot; milliseconds. */
  readonly bootedAtMs: number;
}

/**
 * A report of the last end that a kernel log tells of, of whoever's scheduler; null when it tells of none. It
 * has no dump, and no source lines.
 */
export function loggedEnd(
  records: readonly KernelRecord[],
  { target, bootedAtMs }: LoggedEndOptions,
): ExitReport | null {
  const events = records.map(recognise);
  const end = events.findLastIndex((event) => event?.kind === 'disabled');
  const ended = records[end];
  if (!ended) return null;
  const ops = events[end]?.ops ?? null;
  // The last thing before it is that it was enabled, unless it never ran.
  const previous = events.findLastIndex(
    (event, index) => index < end && (event?.kind === 'enabled' || event?.kind === 'disabled'),
  );
  const started = events[previous]?.kind === 'enabled' ? records[previous] : undefined;
  const next = events.findIndex((event, index) => index > end && event?.kind === 'enabled');
  const first = started === undefined ? previous + 1 : previous;
  const own = records.slice(first, next < 0 ? undefined : next);
  const postMortem = createPostMortem();
  const evidence = { postMortem, records: own, output: [], pathOf: (path: string) => path };
  const timeOf = ({ timeMicros }: KernelRecord) =>
    new Date(bootedAtMs + timeMicros / 1000).toISOString();
  return exitReport({
    ...{ ops, target, kernel: null, subject: null, hasRun: started !== undefined },
    startedAt: started === undefined ? null : timeOf(started),
    endedAt: timeOf(ended),
    ...foundExit(evidence),
    findings: runtimeFindings(own, { ops }),
    log: own.map(logLine),
    ...{ output: [], versions: [] },
  });
}

/** As dmesg prints it. */
function logLine({ timeMicros, text }: KernelRecord): string {
  return `[${(timeMicros / 1e6).toFixed(6).padStart(12)}] ${text}`;
}
