import type { KernelRecord } from '../sched-ext/target';

/** What a kernel log record says of sched_ext. */
export interface SchedExtEvent {
  /**
   * enabled, disabled   a scheduler came or went; `reason` says why it went
   * error, stall        why it was thrown out: the line after "disabled", `reason` is its text
   * message             anything else that sched_ext says
   */
  readonly kind: 'enabled' | 'disabled' | 'error' | 'stall' | 'message';
  /** ops.name, null where the record names none. */
  readonly ops: string | null;
  readonly reason: string | null;
  /** The record's text without "sched_ext: ". */
  readonly text: string;
}

const ENABLED = /^BPF (?:sub-)?scheduler "([^"]*)" enabled/;
const DISABLED = /^BPF (?:sub-)?scheduler "([^"]*)" disabled \((.*)\)$/;
const LOCKUP = /^(?:Soft|Hard) lockup - CPU ?\d+.*?, disabling (?:"([^"]*)"|BPF scheduler)$/;
const DETAIL = /^([\w.]+): (.*)$/;
const STALL = /failed to (?:run|check in) for \d+\.\d+s/;
/** Said of a scheduler by name, but of a scheduler that runs on (7.3). */
const REMARK = /^watchdog timeout \d+ms <= /;
const OOPS_HEADER = /^Sched_ext: (\S+) \(/;

/** null for records that are not about sched_ext. Texts of kernels 6.12 to 7.3. */
export function recognise(record: Pick<KernelRecord, 'text'>): SchedExtEvent | null {
  const oops = OOPS_HEADER.exec(record.text);
  if (oops) return { kind: 'message', ops: oops[1] ?? null, reason: null, text: record.text };
  if (!record.text.startsWith('sched_ext: ')) return null;
  const text = record.text.slice('sched_ext: '.length);
  const enabled = ENABLED.exec(text);
  if (enabled) return { kind: 'enabled', ops: enabled[1] ?? null, reason: null, text };
  const [disabled, name, reason] = DISABLED.exec(text) ?? [];
  if (disabled !== undefined)
    return { kind: 'disabled', ops: name ?? null, reason: reason ?? null, text };
  const lockup = LOCKUP.exec(text);
  if (lockup) return { kind: 'error', ops: lockup[1] ?? null, reason: text, text };
  const [, ops = null, detail] = DETAIL.exec(text) ?? [];
  if (detail === undefined || REMARK.test(detail))
    return { kind: 'message', ops, reason: null, text };
  return { kind: STALL.test(detail) ? 'stall' : 'error', ops, reason: detail, text };
}
