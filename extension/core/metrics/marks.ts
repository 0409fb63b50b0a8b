import type { StatusMark } from '../../contracts/status-messages';
import { isOnPurpose, type SchedExtEvent } from '../kernel-log/sched-ext-event';
import type { Sample } from '../sched-ext/target';

/** What says something of a scheduler, or of one that was refused, and is no coming or going. */
const NOTED: ReadonlySet<string> = new Set(['dump', 'lockup', 'warning', 'error', 'stall']);
/** Sub-schedulers come and go while the scheduler that they belong to stays (7.1). */
const OF_SUB = 'BPF sub-scheduler ';

/**
 * The mark that a kernel log event makes on charts, null for none. The log counts time by the kernel's own
 * clock, samples by /proc/uptime: they differ by the time that the target slept.
 */
export function markOfEvent(event: SchedExtEvent, timeMs: number): StatusMark | null {
  const isSub = event.text.startsWith(OF_SUB);
  const name = `${isSub ? 'sub-scheduler ' : ''}${event.ops ?? 'a scheduler'}`;
  const of = isSub ? ({ timeMs, isSub } as const) : { timeMs };
  if (event.kind === 'enabled') return { kind: 'loaded', ...of, text: `loaded ${name}` };
  if (NOTED.has(event.kind)) return { kind: 'noted', timeMs, text: event.text };
  if (event.kind !== 'disabled') return null;
  const reason = event.reason ?? 'no reason given';
  return isOnPurpose(reason)
    ? { kind: 'unloaded', ...of, text: `unloaded ${name}: ${reason}` }
    : { kind: 'ended', ...of, text: `${name} ended: ${reason}` };
}

/** What two samples tell of schedulers that came or went, for targets whose kernel log can't be read. */
export function marksOfSamples(before: Sample, now: Sample): readonly StatusMark[] {
  const { timeMs } = now;
  const isAnother = before.enableSeq !== now.enableSeq || before.ops !== now.ops;
  if (!isAnother || timeMs < before.timeMs) return [];
  return [
    ...(before.ops === null
      ? []
      : [{ kind: 'unloaded', timeMs, text: `${before.ops} is out` } as const]),
    ...(now.ops === null ? [] : [{ kind: 'loaded', timeMs, text: `loaded ${now.ops}` } as const]),
  ];
}
