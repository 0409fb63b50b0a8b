import type { Finding } from '../findings/finding';
import { runtimeFindings } from '../kernel-log/runtime-findings';
import { recognise } from '../kernel-log/sched-ext-event';
import type { KernelRecord } from '../sched-ext/target';
import { exitReport, type ExitReport } from './exit-report';
import { foundExit } from './found-exit';
import { createPostMortem } from './post-mortem';

/** Where the texts are that a scheduler was made of, as far as they are known. */
export interface EndPlaces {
  /** Absolute path of its source. */
  readonly source: string;
  /** The file of a base name, which is all that kernel logs print; null for an unknown one. */
  readonly resolveFile: (baseName: string) => string | null;
  /** Gives findings without a place the one that they are about. */
  readonly place: (findings: readonly Finding[]) => readonly Finding[];
}

export interface LoggedEndOptions {
  readonly target: string;
  /** This machine's clock, less the target's time since boot; milliseconds. */
  readonly bootedAtMs: number;
  /** `uname -r` there. */
  readonly kernel?: string;
  /** The record that says the end; the last one of them when absent. */
  readonly said?: KernelRecord;
  readonly places?: EndPlaces | null;
}

/**
 * A report of an end that a kernel log tells of, of whoever's scheduler; null when it tells of none. It
 * has no dump, and no source lines of its backtrace.
 */
export function loggedEnd(
  records: readonly KernelRecord[],
  options: LoggedEndOptions,
): ExitReport | null {
  const { target, bootedAtMs, kernel = null, said, places = null } = options;
  const events = records.map(recognise);
  const end = events.findLastIndex(
    (event, index) => event?.kind === 'disabled' && (!said || isSame(records[index], said)),
  );
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
  const found = runtimeFindings(own, { ops, ...(places && { resolveFile: places.resolveFile }) });
  const evidence = { ...NO_MORE, records: own };
  const timeOf = ({ timeMicros }: KernelRecord) =>
    new Date(bootedAtMs + timeMicros / 1000).toISOString();
  return exitReport({
    ...{ ops, target, kernel, subject: places?.source ?? null, hasRun: started !== undefined },
    startedAt: started === undefined ? null : timeOf(started),
    endedAt: timeOf(ended),
    ...foundExit(evidence),
    findings: places?.place(found) ?? found,
    log: own.map(logLine),
    ...{ output: [], versions: [] },
  });
}

/** What only the one who loaded it can look for. */
const NO_MORE = { postMortem: createPostMortem(), output: [], pathOf: (path: string) => path };

function isSame(one: KernelRecord | undefined, { timeMicros, text }: KernelRecord): boolean {
  return one?.timeMicros === timeMicros && one.text === text;
}

/** As dmesg prints it. */
function logLine({ timeMicros, text }: KernelRecord): string {
  return `[${(timeMicros / 1e6).toFixed(6).padStart(12)}] ${text}`;
}
