import type { StatusMark } from '../../contracts/status-messages';
import type { SchedExtEvent } from '../kernel-log/sched-ext-event';
import type { Sample } from '../sched-ext/target';

/** `unregistered from user space`, `… from BPF`, `… from the main kernel`: taken out, not thrown out. */
const ON_PURPOSE = /^unregistered from |^disabled by sysrq-S$/;

/** What does not come with an end. */
const NOTED: ReadonlySet<string> = new Set(['dump', 'lockup', 'warning']);

/**
 * The mark that a kernel log event makes on charts, null for none. The log counts time by the kernel's own
 * clock, samples by /proc/uptime: they differ by the time that the target slept.
 */
export function markOfEvent(event: SchedExtEvent, timeMs: number): StatusMark | null {
  const name = event.ops ?? 'a scheduler';
  if (event.kind === 'enabled') return { kind: 'loaded', timeMs, text: `loaded ${name}` };
  if (NOTED.has(event.kind)) return { kind: 'noted', timeMs, text: event.text };
  if (event.kind !== 'disabled') return null;
  const reason = event.reason ?? 'no reason given';
  return ON_PURPOSE.test(reason)
    ? { kind: 'unloaded', timeMs, text: `unloaded ${name}: ${reason}` }
    : { kind: 'ended', timeMs, text: `${name} ended: ${reason}` };
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
