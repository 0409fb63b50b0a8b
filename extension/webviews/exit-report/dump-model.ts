import type { DebugDump } from '../../core/exit-report/debug-dump';
import type { DumpedCpu, DumpedTask } from '../../core/exit-report/dumped-cpu';
import { queueName, queueOf, type DispatchQueue } from '../../core/exit-report/dispatch-queue';

export const GROUPINGS = { cpu: 'By CPU', queue: 'By queue' } as const;
export type Grouping = keyof typeof GROUPINGS;

export const ORDERS = {
  kernel: 'As the kernel wrote it',
  wait: 'Longest wait first',
  queue: 'In order of queues',
  name: 'In order of names',
} as const;
export type Order = keyof typeof ORDERS;

export interface DumpChoice {
  readonly grouping: Grouping;
  readonly order: Order;
  /** Part of a name, a number, a field, a function of a stack …; '' for all. */
  readonly search: string;
}

/** A processor or queue of the dump with the tasks that are shown of it. */
export interface GroupNode {
  readonly key: string;
  readonly label: string;
  readonly details: NodeDetails;
  readonly tasks: readonly TaskNode[];
}

export interface TaskNode {
  readonly key: string;
  readonly label: string;
  readonly waitedMs: number;
  readonly queue: QueuePlace;
  readonly details: NodeDetails;
}

/** Where queues stand among each other: those of a kind by `number`. */
interface QueuePlace {
  readonly name: string;
  readonly rank: number;
  readonly number: bigint;
}

export interface NodeDetails {
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** What the scheduler's own dump operations printed. */
  readonly lines: readonly string[];
  readonly stack: readonly string[];
}

/** The groups of a dump in the order asked for, with the tasks that match; one without any match is left out. */
export function dumpNodes(dump: DebugDump, choice: DumpChoice): readonly GroupNode[] {
  const { grouping, order } = choice;
  const wanted = choice.search.trim().toLowerCase();
  const groups = grouping === 'cpu' ? dump.cpus.map(cpuNode) : queueNodes(dump);
  const nodes = groups.flatMap((group) => {
    const isWhole = wanted === '' || says(wanted, group.label, group.details);
    const tasks = group.tasks.filter((one) => isWhole || says(wanted, one.label, one.details));
    if (!isWhole && tasks.length === 0) return [];
    return [{ ...group, tasks: sorted(tasks, order) }];
  });
  if (order !== 'wait') return nodes;
  return nodes.sort((one, other) => longestWait(other) - longestWait(one));
}

function cpuNode(cpu: DumpedCpu): GroupNode {
  const key = String(cpu.cpu);
  const { current } = cpu;
  const running = current === null ? '' : `, runs ${current.comm}[${current.pid}]`;
  return {
    key,
    label: `CPU ${cpu.cpu}: ${countText(cpu.tasks.length)}${running}`,
    details: { fields: [...cpu.fields], lines: cpu.lines, stack: [] },
    tasks: cpu.tasks.map((task, index) => taskNode(task, cpu.cpu, `${key} ${index}`)),
  };
}

/** Each with its tasks of all processors; what waits in none, or runs, is a group as well. */
function queueNodes({ cpus }: DebugDump): readonly GroupNode[] {
  const queues = new Map<string, TaskNode[]>();
  for (const { cpu, tasks } of cpus) {
    for (const task of tasks) {
      const { name } = queuePlace(queueOf(task), cpu);
      const queued = queues.get(name) ?? [];
      const node = taskNode(task, cpu, `${name} ${queued.length}`);
      queued.push({ ...node, label: `${node.label} on CPU ${cpu}` });
      queues.set(name, queued);
    }
  }
  const details = { fields: [], lines: [], stack: [] };
  return [...queues]
    .sort(([, [one]], [, [other]]) => (one && other ? byQueue(one, other) : 0))
    .map(([name, tasks]) => {
      const label = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}: ${countText(tasks.length)}`;
      return { key: name, label, details, tasks };
    });
}

function countText(count: number): string {
  return count === 1 ? '1 task' : `${count.toLocaleString('en')} tasks`;
}

function taskNode(task: DumpedTask, cpu: number, key: string): TaskNode {
  const { comm, pid, state, isCurrent, scheduler, waitedMs } = task;
  const owner = scheduler === null ? '' : ` ${scheduler}`;
  const queue = queuePlace(queueOf(task), cpu);
  return {
    ...{ key, waitedMs, queue },
    label: `${isCurrent ? '* ' : ''}${comm}[${pid}] ${state}${owner}`,
    details: {
      fields: [['queue', queue.name], ...task.fields],
      ...{ lines: task.lines, stack: task.stack },
    },
  };
}

/** What waits in no queue comes first: it is what a scheduler has lost. */
const RANKS: readonly DispatchQueue['kind'][] = [
  'none',
  'user',
  'unknown',
  'global',
  'local',
  'local-on',
  'built-in',
  'running',
];

function queuePlace(queue: DispatchQueue, cpu: number): QueuePlace {
  const number = 'id' in queue ? queue.id : BigInt('cpu' in queue ? queue.cpu : cpu);
  return { name: queueName(queue, cpu), rank: RANKS.indexOf(queue.kind), number };
}

function byQueue({ queue: one }: TaskNode, { queue: other }: TaskNode): number {
  if (one.rank !== other.rank) return one.rank - other.rank;
  return one.number < other.number ? -1 : Number(one.number > other.number);
}

function says(wanted: string, label: string, { fields, lines, stack }: NodeDetails): boolean {
  const texts = [label, ...lines, ...stack, ...fields.map(([name, value]) => `${name}=${value}`)];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

function sorted(tasks: readonly TaskNode[], order: Order): readonly TaskNode[] {
  switch (order) {
    case 'kernel':
      return tasks;
    case 'wait':
      return [...tasks].sort((one, other) => other.waitedMs - one.waitedMs);
    case 'queue':
      return [...tasks].sort(byQueue);
    case 'name':
      return [...tasks].sort((one, other) => one.label.localeCompare(other.label));
  }
}

function longestWait({ tasks }: GroupNode): number {
  return tasks.reduce((longest, { waitedMs }) => Math.max(longest, waitedMs), 0);
}
