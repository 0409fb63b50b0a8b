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
export type AskedEnd = Pick<LoggedEndOptions, 'kernel' | 'said' | 'places'>;

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
  const records: KernelRecord[] = [];
  const read = await untilQuiet(
    (onItem) =>
      followKernelLog(host, {
        cursor: new LogCursor(),
        history: true,
        onRecord: (record) => {
          records.push(record);
          onItem();
        },
      }),
    signal,
  );
  if (read.kind !== 'ok') return read;
  return ok(loggedEnd(records, { ...asked, target: host.target.id, bootedAtMs }));
}
