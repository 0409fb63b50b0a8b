import type { DebugDump } from './debug-dump';
import type { DumpedTask } from './dumped-cpu';
import { queueOf } from './dispatch-queue';

/** The task that waited too long, and where it was when the kernel lost patience. */
export interface StalledTask {
  readonly comm: string;
  readonly pid: number;
  /** Seconds since it became runnable. */
  readonly waitedSeconds: number;
  /** The CPU in whose run queue it stood; null when no dump tells. */
  readonly cpu: number | null;
  /** Completes "It waited …": `in no queue: enqueue() took it and never inserted it`. */
  readonly where: string | null;
  /** CPUs that it may use, as the kernel's hexadecimal mask. */
  readonly allowedCpus: string | null;
}

/** check_rq_for_timeouts() in kernel/sched/ext.c, 6.12 to 7.3. */
const STALL = /^(.*)\[(\d+)\] failed to run for (\d+)\.(\d{3})s/;

/** From the message of a stall; null for every other end. */
export function stalledTask(message: string | null, dump: DebugDump | null): StalledTask | null {
  const [, comm, pid, seconds, milliseconds] = STALL.exec(message ?? '') ?? [];
  if (comm === undefined) return null;
  const found = dump?.cpus
    .flatMap(({ cpu, tasks }) => tasks.map((task) => ({ cpu, task })))
    .find(({ task }) => task.pid === Number(pid));
  return {
    comm,
    pid: Number(pid),
    waitedSeconds: Number(`${seconds}.${milliseconds}`),
    cpu: found?.cpu ?? null,
    where: found === undefined ? null : queueWords(found.task),
    allowedCpus: found?.task.fields.get('cpus') ?? null,
  };
}

/** In a sentence or three. */
export function stalledWords(task: StalledTask): string {
  const { comm, pid, waitedSeconds, cpu, where, allowedCpus } = task;
  const words = [`${comm}[${pid}] was ready to run and waited ${waitedSeconds.toFixed(1)} s`];
  if (cpu !== null) words.push(` on CPU ${cpu}`);
  if (where !== null) words.push(`. It was ${where}`);
  if (allowedCpus !== null) words.push(`. It may use ${cpusOfMask(allowedCpus)}`);
  return `${words.join('')}.`;
}

function queueWords(task: DumpedTask): string {
  const queue = queueOf(task);
  switch (queue.kind) {
    case 'running':
    case 'none':
      return 'in no dispatch queue: enqueue had it, and nothing inserted it anywhere';
    case 'global':
      return 'in the global queue, which no CPU came to';
    case 'local':
      return 'in the local queue of its CPU, which ran other tasks';
    case 'local-on':
      return `in the local queue of CPU ${queue.cpu}`;
    case 'user':
      return `in the dispatch queue ${queue.id} (0x${queue.id.toString(16)}), which dispatch moved to no CPU`;
    case 'built-in':
      return `in the built-in dispatch queue 0x${queue.id.toString(16)}`;
    case 'unknown':
      return `in the dispatch queue ${queue.text}`;
  }
}

/** `CPUs 0-3, 8` of a mask as the kernel prints it (`%*pb`: hex digits, a comma every eight). */
export function cpusOfMask(mask: string): string {
  const digits = mask.replaceAll(',', '');
  if (!/^[0-9a-f]+$/.test(digits)) return `the CPUs of the mask ${mask}`;
  const bits = Array.from(BigInt(`0x${digits}`).toString(2)).reverse();
  const runs: [first: number, last: number][] = [];
  for (const [cpu, bit] of bits.entries()) {
    const run = runs.at(-1);
    if (bit === '0') continue;
    if (run?.[1] === cpu - 1) run[1] = cpu;
    else runs.push([cpu, cpu]);
  }
  const words = runs.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`));
  const isOne = runs.length === 1 && runs[0]?.[0] === runs[0]?.[1];
  return words.length === 0 ? 'no CPU' : `${isOne ? 'CPU' : 'CPUs'} ${words.join(', ')}`;
}
