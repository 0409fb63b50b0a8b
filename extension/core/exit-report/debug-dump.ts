import { beginCpu, FRAME, takeOfCpu, type DumpedCpu, type OpenCpu } from './dumped-cpu';

/**
 * The debug dump of sched_ext as data. It stands in scx_exit_info.dump, which loaders print, and in the
 * tracepoint sched_ext_dump (scx_dump_state() in kernel/sched/ext.c, 6.12 to 7.3; its tasks by
 * scx_dump_task()). Lines that are not understood stay where they stood: they are a scheduler's own, from
 * ops.dump(), ops.dump_cpu() and ops.dump_task(). Never throws; what is cut off is missing.
 */
export interface DebugDump {
  /** Which scheduler, since 7.1: `NAME: root`, `NAME: sub1-42 /group`; null before that. */
  readonly subject: string | null;
  /** What ended the scheduler, or asked for the dump; null when that line is missing. */
  readonly trigger: string | null;
  /** `runnable task stall (stalls[97] failed to run for 30.464s)`; null in a dump that was asked for. */
  readonly reason: string | null;
  readonly backtrace: readonly string[];
  /** What ops.dump() printed. */
  readonly lines: readonly string[];
  /** In the kernel's order: 7.3 puts those that stalled first. Idle CPUs are left out by the kernel. */
  readonly cpus: readonly DumpedCpu[];
  /** Event counters, since 6.15. */
  readonly events: ReadonlyMap<string, number>;
  /** The buffer was too small for all of it (`exit_dump_len`). */
  readonly isTruncated: boolean;
}

const TRACE_PREFIX = /^.*?: sched_ext_dump: ?/;
const ENDING = /triggered exit kind \d+/;
const TRIGGER = /triggered exit kind \d+|^Debug dump triggered by /;
const SUBJECT = /^\S+: (?:root|sub\d+-\d+)\b/;
const SECTION = /^(CPU states|Event counters)$/;
const EVENT = /^ *(\w+): +(-?\d+)$/;
const TRUNCATED = /^~~~~ TRUNCATED ~~~~$/;

/**
 * The lines of the last dump in them that an end made; null when there is none. One that was asked for tells of a
 * scheduler that went on running. What stands behind it is the caller's, but for another dump.
 */
export function endDumpIn(lines: readonly string[]): readonly string[] | null {
  const trigger = lines.findLastIndex((line) => ENDING.test(line));
  if (trigger < 0) return null;
  const firstOf = (at: number) => (SUBJECT.test(lines[at - 1] ?? '') ? at - 1 : at);
  const next = lines.findIndex((line, index) => index > trigger && TRIGGER.test(line));
  return lines.slice(firstOf(trigger), next < 0 ? undefined : firstOf(next));
}

/** null when the text is no dump. Text before and after it is passed over, as is what ftrace puts before a line. */
export function parseDebugDump(text: string): DebugDump | null {
  const reader = new DumpReader();
  for (const line of text.split(/\r?\n/)) reader.take(line.replace(TRACE_PREFIX, ''));
  return reader.dump();
}

type Place = 'before' | 'head' | 'backtrace' | 'cpus' | 'events' | 'after';

class DumpReader {
  #place: Place = 'before';
  #previous = '';
  #subject: string | null = null;
  #trigger: string | null = null;
  #reason: string | null = null;
  readonly #backtrace: string[] = [];
  readonly #lines: string[] = [];
  readonly #cpus: OpenCpu[] = [];
  readonly #events = new Map<string, number>();
  #isTruncated = false;

  take(line: string): void {
    if (this.#place === 'after') return;
    if (TRUNCATED.test(line)) {
      this.#isTruncated = true;
      this.#place = 'after';
    } else if (!this.#begins(line)) this.#takeIn(line);
    this.#previous = line;
  }

  dump(): DebugDump | null {
    if (this.#place === 'before') return null;
    return {
      subject: this.#subject,
      trigger: this.#trigger,
      reason: this.#reason,
      backtrace: this.#backtrace,
      lines: this.#lines,
      cpus: this.#cpus,
      events: this.#events,
      isTruncated: this.#isTruncated,
    };
  }

  /** True for lines that begin a part. A part never begins again: whatever looks so is a scheduler's own. */
  #begins(line: string): boolean {
    if (this.#place === 'before' && TRIGGER.test(line)) {
      this.#subject = SUBJECT.test(this.#previous) ? this.#previous : null;
      this.#trigger = line.trim().replace(/:$/, '');
      this.#place = 'head';
      return true;
    }
    const section = SECTION.exec(line)?.[1];
    if (section === undefined) return false;
    if (section === 'CPU states' && this.#place !== 'cpus') this.#place = 'cpus';
    else if (section === 'Event counters' && this.#place !== 'before') this.#place = 'events';
    else return false;
    return true;
  }

  #takeIn(line: string): void {
    switch (this.#place) {
      case 'head':
      case 'backtrace':
        this.#takeHead(line);
        return;
      case 'cpus':
        this.#takeOfCpus(line);
        return;
      case 'events': {
        const [, name, count] = EVENT.exec(line) ?? [];
        if (name !== undefined) this.#events.set(name, Number(count));
        else if (line !== '' && !isRule(line)) this.#place = 'after';
        return;
      }
      case 'before':
      case 'after':
    }
  }

  #takeHead(line: string): void {
    if (line === '') return;
    if (line === 'Backtrace:') this.#place = 'backtrace';
    else if (this.#place === 'backtrace' && FRAME.test(line)) this.#backtrace.push(line.trim());
    else if (this.#reason === null && this.#place === 'head' && line.startsWith('  '))
      this.#reason = line.trim();
    else this.#lines.push(line);
  }

  #takeOfCpus(line: string): void {
    if (line === '' || (isRule(line) && this.#cpus.length === 0)) return;
    const begun = beginCpu(line);
    const open = this.#cpus.at(-1);
    if (begun !== null) this.#cpus.push(begun);
    else if (open === undefined) this.#lines.push(line);
    else takeOfCpu(open, line);
  }
}

function isRule(line: string): boolean {
  return /^-+$/.test(line);
}
