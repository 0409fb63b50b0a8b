import type { DebugDump, DumpedCpu, DumpedTask } from '../../core/exit-report/debug-dump';

export const ORDERS = {
  kernel: 'As the kernel wrote it',
  wait: 'Longest wait first',
  name: 'By name',
} as const;
export type Order = keyof typeof ORDERS;

export interface DumpChoice {
  readonly order: Order;
  /** Part of a name, a number, a field, a function of a stack …; '' for all. */
  readonly search: string;
}

/** A processor or queue of the dump with the tasks that are shown of it. */
export interface CpuNode {
  readonly key: string;
  readonly label: string;
  readonly details: NodeDetails;
  readonly tasks: readonly TaskNode[];
}

export interface TaskNode {
  readonly key: string;
  readonly label: string;
  readonly waitedMs: number;
  readonly details: NodeDetails;
}

export interface NodeDetails {
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** What the scheduler's own dump operations printed. */
  readonly lines: readonly string[];
  readonly stack: readonly string[];
}

/** The processors of a dump in the order asked for, with the tasks that match; one without any match is left out. */
export function dumpNodes(dump: DebugDump, { order, search }: DumpChoice): readonly CpuNode[] {
  const wanted = search.trim().toLowerCase();
  const nodes = dump.cpus.flatMap((cpu) => {
    const details = { fields: [...cpu.fields], lines: cpu.lines, stack: [] };
    const isWhole = wanted === '' || says(wanted, cpuLabel(cpu), details);
    const tasks = cpu.tasks
      .map((task, index) => taskNode(task, `${cpu.cpu} ${index}`))
      .filter((task) => isWhole || says(wanted, task.label, task.details));
    if (!isWhole && tasks.length === 0) return [];
    return [{ key: String(cpu.cpu), label: cpuLabel(cpu), details, tasks: sorted(tasks, order) }];
  });
  if (order !== 'wait') return nodes;
  return [...nodes].sort((one, other) => longestWait(other) - longestWait(one));
}

function cpuLabel({ cpu, current, tasks }: DumpedCpu): string {
  const count = tasks.length === 1 ? '1 task' : `${tasks.length} tasks`;
  const running = current === null ? '' : `, runs ${current.comm}[${current.pid}]`;
  return `CPU ${cpu}: ${count}${running}`;
}

function taskNode(task: DumpedTask, key: string): TaskNode {
  const { comm, pid, state, isCurrent, scheduler, waitedMs } = task;
  const owner = scheduler === null ? '' : ` ${scheduler}`;
  return {
    key,
    label: `${isCurrent ? '* ' : ''}${comm}[${pid}] ${state}${owner}`,
    waitedMs,
    details: { fields: [...task.fields], lines: task.lines, stack: task.stack },
  };
}

function says(wanted: string, label: string, { fields, lines, stack }: NodeDetails): boolean {
  const texts = [label, ...lines, ...stack, ...fields.map(([name, value]) => `${name}=${value}`)];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

function sorted(tasks: readonly TaskNode[], order: Order): readonly TaskNode[] {
  if (order === 'kernel') return tasks;
  return [...tasks].sort((one, other) =>
    order === 'wait' ? other.waitedMs - one.waitedMs : one.label.localeCompare(other.label),
  );
}

function longestWait({ tasks }: CpuNode): number {
  return tasks.reduce((longest, { waitedMs }) => Math.max(longest, waitedMs), 0);
}
