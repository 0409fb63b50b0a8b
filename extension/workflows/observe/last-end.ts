import type { ExitReport } from '../../core/exit-report/exit-report';
import { loggedEnd, type LoggedEndOptions } from '../../core/exit-report/logged-end';
import { ok, type Outcome } from '../../core/findings/problem';
import type { KernelRecord } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import { followKernelLog } from './kernel-log';
import { LogCursor } from './log-cursor';
import { readSample } from './samples';
import { untilQuiet } from './until-quiet';

/** Which end it is, where not the last one, and what is known of what ended. */
export interface AskedEnd extends Pick<LoggedEndOptions, 'kernel' | 'said' | 'places'> {
  /** Records of that boot which may have been overwritten since. */
  readonly heard?: readonly KernelRecord[];
}

/** All that the kernel says of an end is in its log by then; a log that is flooded is read no further. */
const TOLD_WITHIN_MICROS = 3e6;

/**
 * Why the last scheduler ended on a target, whoever had loaded it, as far as its kernel log says; null when
 * none has since that log begins.
 */
export async function lastEnd(
  host: Host,
  signal: AbortSignal,
  asked: AskedEnd = {},
): Promise<Outcome<ExitReport | null>> {
  const sample = await readSample(host, signal);
  if (sample.kind !== 'ok') return sample;
  const bootedAtMs = Date.now() - sample.value.timeMs;
  const { heard = [], ...options } = asked;
  const until = (asked.said?.timeMicros ?? Number.NaN) + TOLD_WITHIN_MICROS;
  const records: KernelRecord[] = [];
  const read = await untilQuiet(
    (onItem) =>
      followKernelLog(host, {
        cursor: new LogCursor(),
        history: true,
        onRecord: (record) => {
          const isLater = record.timeMicros > until;
          if (!isLater) records.push(record);
          onItem(isLater);
        },
      }),
    signal,
  );
  if (read.kind !== 'ok') return read;
  const all = [...heard.filter((one) => !isAmong(records, one)), ...records];
  return ok(loggedEnd(all, { ...options, target: host.target.id, bootedAtMs }));
}

function isAmong(records: readonly KernelRecord[], { timeMicros, text }: KernelRecord): boolean {
  return records.some((one) => one.timeMicros === timeMicros && one.text === text);
}
