/** What a debug dump tells of one CPU and its tasks (debug-dump.ts), and how its lines are read. */
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

const CPU = /^CPU (\d+) *: (.*)$/;
const CURRENT = /^ {10}curr=(.*)\[(\d+)\] class=(\S+)$/;
const MASK = /^ {2}(\w+) *: (\S+)$/;
const TASK =
  /^ (?<mark>[ *])(?<state>[A-Za-z]) (?<comm>.*)\[(?<pid>\d+)\](?: \*?(?<scheduler>root|sub\d+-\d+))? (?<ms>[+-]\d+)ms$/;
const TASK_FIELDS = /^ {6}(?:\S+=\S+ ?)+$/;
const CPU_FIELDS = /^ {10}(?:\S+=\S+ ?)+$/;
/** A line of a backtrace. */
export const FRAME = /^ {2,4}\S+\+0x[0-9a-f]+\/0x[0-9a-f]+/;
const FIELD = /(\S+?)=(\S+)/g;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
interface OpenTask extends Omit<Writable<DumpedTask>, 'fields' | 'lines' | 'stack'> {
  readonly fields: Map<string, string>;
  readonly lines: string[];
  readonly stack: string[];
}
/** While it is read. */
export interface OpenCpu extends Omit<Writable<DumpedCpu>, 'fields' | 'lines' | 'tasks'> {
  readonly fields: Map<string, string>;
  readonly lines: string[];
  readonly tasks: OpenTask[];
}

/** The CPU that this line begins; null for any other line. */
export function beginCpu(line: string): OpenCpu | null {
  const [, cpu, rest = ''] = CPU.exec(line) ?? [];
  if (cpu === undefined) return null;
  const fields = new Map<string, string>();
  addFields(fields, rest);
  return { cpu: Number(cpu), fields, current: null, lines: [], tasks: [] };
}

/** A line below the one that began it. */
export function takeOfCpu(open: OpenCpu, line: string): void {
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

function addFields(fields: Map<string, string>, text: string): void {
  for (const [, name, value] of text.matchAll(FIELD)) {
    if (name !== undefined && value !== undefined) fields.set(name, value);
  }
}
