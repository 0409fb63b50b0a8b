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

export interface DumpedCpu {
  readonly cpu: number;
  /** As printed: `nr_run`, `flags`, `ksync` …, and masks as `cpus_to_kick`. */
  readonly fields: ReadonlyMap<string, string>;
  /** The task that runs there. */
  readonly current: {
    readonly comm: string;
    readonly pid: number;
    readonly schedClass: string;
  } | null;
  /** What ops.dump_cpu() printed. */
  readonly lines: readonly string[];
  /** Runnable tasks of this CPU's run queue. */
  readonly tasks: readonly DumpedTask[];
}

export interface DumpedTask {
  readonly comm: string;
  readonly pid: number;
  /** Letter of task_state_to_char(): `R`. */
  readonly state: string;
  readonly isCurrent: boolean;
  /** The scheduler that it belongs to, since 7.1: `root`, `sub1-42`. */
  readonly scheduler: string | null;
  /** Since it became runnable; negative numbers of the kernel are times that it has waited. */
  readonly waitedMs: number;
  /** As printed: `dsq_id`, `slice`, `weight`, `cpus` … */
  readonly fields: ReadonlyMap<string, string>;
  /** What ops.dump_task() printed. */
  readonly lines: readonly string[];
  readonly stack: readonly string[];
}

const TRACE_PREFIX = /^.*?: sched_ext_dump: ?/;
const ENDING = /triggered exit kind \d+/;
const TRIGGER = /triggered exit kind \d+|^Debug dump triggered by /;
const SUBJECT = /^\S+: (?:root|sub\d+-\d+)\b/;
const SECTION = /^(CPU states|Event counters)$/;
const CPU = /^CPU (\d+) *: (.*)$/;
const CURRENT = /^ {10}curr=(.*)\[(\d+)\] class=(\S+)$/;
const MASK = /^ {2}(\w+) *: (\S+)$/;
const TASK =
  /^ (?<mark>[ *])(?<state>[A-Za-z]) (?<comm>.*)\[(?<pid>\d+)\](?: \*?(?<scheduler>root|sub\d+-\d+))? (?<ms>[+-]\d+)ms$/;
const TASK_FIELDS = /^ {6}(?:\S+=\S+ ?)+$/;
const CPU_FIELDS = /^ {10}(?:\S+=\S+ ?)+$/;
const FRAME = /^ {2,4}\S+\+0x[0-9a-f]+\/0x[0-9a-f]+/;
const EVENT = /^ *(\w+): +(-?\d+)$/;
const TRUNCATED = /^~~~~ TRUNCATED ~~~~$/;
const FIELD = /(\S+?)=(\S+)/g;

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

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
interface OpenTask extends Omit<Writable<DumpedTask>, 'fields' | 'lines' | 'stack'> {
  readonly fields: Map<string, string>;
  readonly lines: string[];
  readonly stack: string[];
}
interface OpenCpu extends Omit<Writable<DumpedCpu>, 'fields' | 'lines' | 'tasks'> {
  readonly fields: Map<string, string>;
  readonly lines: string[];
  readonly tasks: OpenTask[];
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
    const [, cpu, rest = ''] = CPU.exec(line) ?? [];
    if (cpu !== undefined) {
      const fields = fieldsOf(rest);
      this.#cpus.push({ cpu: Number(cpu), fields, current: null, lines: [], tasks: [] });
      return;
    }
    const open = this.#cpus.at(-1);
    if (open === undefined) this.#lines.push(line);
    else takeOfCpu(open, line);
  }
}

function takeOfCpu(open: OpenCpu, line: string): void {
  const task = taskOf(line);
  if (task !== null) {
    open.tasks.push(task);
    return;
  }
  const last = open.tasks.at(-1);
  if (last !== undefined) {
    takeOfTask(last, line);
    return;
  }
  const [, comm, pid, schedClass] = CURRENT.exec(line) ?? [];
  const [, mask, value] = MASK.exec(line) ?? [];
  if (schedClass !== undefined && comm !== undefined) {
    open.current = { comm, pid: Number(pid), schedClass };
  } else if (CPU_FIELDS.test(line)) addFields(open.fields, line);
  else if (mask !== undefined && value !== undefined) open.fields.set(mask, value);
  else open.lines.push(line);
}

function takeOfTask(task: OpenTask, line: string): void {
  if (TASK_FIELDS.test(line) && task.lines.length + task.stack.length === 0) {
    addFields(task.fields, line);
  } else if (FRAME.test(line)) task.stack.push(line.trim());
  else task.lines.push(line);
}

function taskOf(line: string): OpenTask | null {
  const { mark, state, comm, pid, scheduler, ms } = TASK.exec(line)?.groups ?? {};
  if (state === undefined || comm === undefined) return null;
  return {
    ...{ comm, pid: Number(pid), state, isCurrent: mark === '*', scheduler: scheduler ?? null },
    waitedMs: Math.abs(Number(ms)),
    ...{ fields: new Map<string, string>(), lines: [], stack: [] },
  };
}

function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  addFields(fields, text);
  return fields;
}

function addFields(fields: Map<string, string>, text: string): void {
  for (const [, name, value] of text.matchAll(FIELD)) {
    if (name !== undefined && value !== undefined) fields.set(name, value);
  }
}

function isRule(line: string): boolean {
  return /^-+$/.test(line);
}
