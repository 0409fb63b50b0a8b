import { finding, type Finding } from '../findings/finding';
import type { KernelRecord } from '../sched-ext/target';
import { endingCause, type EndingCause } from './ending-causes';
import { isStackLine, recognise, type SchedExtEvent } from './sched-ext-event';

export interface RuntimeOptions {
  /** The scheduler asked about; null takes every scheduler the records name. */
  readonly ops: string | null;
  /** The file that was compiled, for the base name that scx_bpf_error() puts before its text. */
  readonly resolveFile?: (baseName: string) => string | null;
}

/**
 * Why the kernel did not start a scheduler, or threw it out: one error for each ending that the
 * records tell of, in their order. A scheduler that was unloaded as asked gives none. Records of
 * earlier runs are for the caller to leave out.
 */
export function runtimeFindings(
  records: readonly KernelRecord[],
  options: RuntimeOptions,
): Finding[] {
  return endingsOf(records, options.ops)
    .map((ending) => findingOf(ending, options))
    .filter((one) => one !== null);
}

interface Ending {
  ops: string | null;
  /** "runtime error", "runnable task stall" …; null where only the detail is known. */
  reason: string | null;
  detail: string | null;
  raw: string[];
}

function endingsOf(records: readonly KernelRecord[], ops: string | null): Ending[] {
  const endings: Ending[] = [];
  for (const record of records) {
    const current = endings.at(-1);
    // The stack of the place that ended the scheduler follows the detail.
    if (isStackLine(record.text)) {
      if (current?.detail !== null) current?.raw.push(record.text);
      continue;
    }
    const event = recognise(record);
    if (!event || (ops !== null && event.ops !== null && event.ops !== ops)) continue;
    addEvent(endings, event, record.text);
  }
  return endings;
}

function addEvent(endings: Ending[], event: SchedExtEvent, text: string): void {
  const { ops, reason } = event;
  switch (event.kind) {
    case 'enabled':
    case 'dump':
    case 'warning':
    case 'message':
      return;
    case 'disabled':
      endings.push({ ops, reason, detail: null, raw: [text] });
      return;
    case 'error':
    case 'stall':
    case 'lockup': {
      const current = endings.at(-1);
      if (isRefusal(event)) endings.push({ ops, reason: null, detail: reason, raw: [text] });
      else if (current?.detail === null && (ops === null || current.ops === ops)) {
        current.detail = reason;
        current.raw.push(text);
      } else endings.push({ ops, reason: null, detail: reason, raw: [text] });
    }
  }
}

/** No scheduler was there yet: what it says does not belong to an ending before it. */
function isRefusal({ text }: SchedExtEvent): boolean {
  return /^Not compatible with|^cid-form scheduler/.test(text);
}

/** `file.bpf.c:12: text`, as scx headers since 2025 put it before what scx_bpf_error() says. */
const OWN_PLACE = /^([^:/\\]+\.[ch]):(\d+): (.*)$/s;
/** The first BPF program on the stack ended the scheduler; its tag is 16 hex digits. */
const PROGRAM = /^ {3}bpf_prog_[0-9a-f]{16}_(\w+)\+/;

function findingOf(ending: Ending, options: RuntimeOptions): Finding | null {
  const cause = endingCause(ending.reason, ending.detail);
  if (!cause) return null;
  const [, base = null, line, said] = OWN_PLACE.exec(ending.detail ?? '') ?? [];
  return finding({
    code: cause.code,
    severity: 'error',
    message: messageOf(ending, cause, said ?? ending.detail),
    file: base === null ? null : (options.resolveFile?.(base) ?? null),
    line: line === undefined ? null : Number(line),
    program: ending.raw.map((raw) => PROGRAM.exec(raw)?.[1]).find((name) => name) ?? null,
    explanation: cause.explanation,
    suggestion: cause.suggestion,
    raw: ending.raw,
  });
}

function messageOf(ending: Ending, cause: EndingCause, said: string | null): string {
  const subject = ending.ops === null ? 'The scheduler' : `The scheduler "${ending.ops}"`;
  return `${subject} ${cause.what}${said === null ? '' : `: ${said}`}`;
}
