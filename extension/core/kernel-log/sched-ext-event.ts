import type { SchedExtKind } from '../../contracts/kernel-log-messages';
import type { KernelRecord } from '../sched-ext/target';

/** What a kernel log record says of sched_ext. */
export interface SchedExtEvent {
  readonly kind: SchedExtKind;
  /** ops.name, null where the record names none. */
  readonly ops: string | null;
  readonly reason: string | null;
  /** The record's text without "sched_ext: ". */
  readonly text: string;
}

const PREFIX = 'sched_ext: ';
/** Begins each record that says that a scheduler came or went. */
export const SCHEDULER_RECORD = `${PREFIX}BPF `;
const ENABLED = /^BPF (?:sub-)?scheduler "([^"]*)" enabled/;
const DISABLED = /^BPF (?:sub-)?scheduler "([^"]*)" disabled \((.*)\)$/;
/** 6.13 to 6.18 name the scheduler, later kernels do not. */
const LOCKUP = /^(?:Soft|Hard) lockup - CPU ?\d+.*?, disabling (?:"([^"]*)"|BPF scheduler)$/;
/** scx_exit_info.msg after a lockup or an RCU stall, said of a scheduler by name. */
const LOCKED_UP = /^(?:soft|hard) lockup - CPU|^RCU CPU stall/i;
const DETAIL = /^([\w.]+): (.*)$/;
const STALL = /failed to (?:run|check in) for \d+\.\d+s/;
/** A load that was refused, or sched_ext's own start at boot. */
const REFUSED = /^Not compatible with |^cid-form scheduler |^Failed to /;
const WITHOUT_OPS = /^ops error detected without ops \((.*)\)$/;
const WARNINGS: readonly RegExp[] = [
  /^.*\[\d+\] has zero slice in \w+\(\)$/, // 6.12+
  /^"[^"]*" does not implement cgroup cpu\.\w+$/, // 6.12
  /^scx_bpf_\w+\(\) (?:renamed to|is deprecated)/, // 6.13 to 7.2
  /^Writing directly to p->scx\./, // 7.2
];
/** Said of a scheduler by name, but of a scheduler that runs on (7.3). */
const REMARK = /^watchdog timeout \d+ms <= /;

/** `unregistered from user space`, `… from BPF`, `… from the main kernel`. */
const ON_PURPOSE = /^unregistered from |^disabled by sysrq-S$/;

/** Records of sched_ext that do not begin with its name. */
const WITHOUT_PREFIX: readonly (readonly [SchedExtKind, RegExp])[] = [
  ['dump', /^sysrq: Trigger sched_ext debug dump$/],
  ['message', /^sysrq: Disable sched_ext and revert all tasks to CFS$/],
  ['warning', /^ops->cpu_acquire\/release\(\) are deprecated/], // 6.19+
  ['warning', /^SCX_OPS_HAS_CGROUP_WEIGHT is deprecated/], // 6.15 to 6.18
  ['warning', /^failed to (?:re-)?attach (?:fair|ext)_server on CPU \d+/], // 7.x
];
/** In the head of every oops and warning while a scheduler is loaded. */
const OOPS_HEADER = /^Sched_ext: (\S+) \(/;

/** null for records that are not about sched_ext. Texts of kernels 6.12 to 7.3 (kernel/sched/ext.c). */
export function recognise({ text }: Pick<KernelRecord, 'text'>): SchedExtEvent | null {
  if (text.startsWith(PREFIX)) return ofSchedExt(text.slice(PREFIX.length));
  const oops = OOPS_HEADER.exec(text);
  if (oops) return { kind: 'message', ops: oops[1] ?? null, reason: null, text };
  const kind = WITHOUT_PREFIX.find(([, pattern]) => pattern.test(text))?.[0];
  return kind === undefined ? null : { kind, ops: null, reason: null, text };
}

/** Why a scheduler was disabled: somebody, or it itself, took it out; the kernel did not throw it out. */
export function isOnPurpose(reason: string): boolean {
  return ON_PURPOSE.test(reason);
}

function ofSchedExt(text: string): SchedExtEvent {
  const enabled = ENABLED.exec(text);
  if (enabled) return { kind: 'enabled', ops: enabled[1] ?? null, reason: null, text };
  const disabled = DISABLED.exec(text);
  if (disabled) {
    return { kind: 'disabled', ops: disabled[1] ?? null, reason: disabled[2] ?? null, text };
  }
  const lockup = LOCKUP.exec(text);
  if (lockup) return { kind: 'lockup', ops: lockup[1] ?? null, reason: text, text };
  const late = WITHOUT_OPS.exec(text);
  if (late) return { kind: 'error', ops: null, reason: late[1] ?? null, text };
  if (REFUSED.test(text)) return { kind: 'error', ops: null, reason: text, text };
  if (WARNINGS.some((pattern) => pattern.test(text))) {
    return { kind: 'warning', ops: null, reason: null, text };
  }
  return ofScheduler(text);
}

/** `NAME: what happened`: the line after "disabled". */
function ofScheduler(text: string): SchedExtEvent {
  const [, ops = null, reason] = DETAIL.exec(text) ?? [];
  if (reason === undefined) return { kind: 'message', ops, reason: null, text };
  if (REMARK.test(reason)) return { kind: 'warning', ops, reason: null, text };
  if (LOCKED_UP.test(reason)) return { kind: 'lockup', ops, reason, text };
  return { kind: STALL.test(reason) ? 'stall' : 'error', ops, reason, text };
}

/** `   scx_exit+0x4f/0x70`: a line of the backtrace after an ending (stack_trace_print, 3 blanks). */
const STACK_LINE = /^ {3}\S+\+0x[0-9a-f]+\/0x[0-9a-f]+/;

export function isStackLine(text: string): boolean {
  return STACK_LINE.test(text);
}
