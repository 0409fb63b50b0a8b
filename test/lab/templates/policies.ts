/** What each template promises of its policy, as far as it can be measured from outside. */
import { expect } from 'vitest';
import type { LabTarget } from '../lab-target';
import { measure, type MeasuredTask } from './lab-programs';

/** The oldest and the newest: a policy is the same code on those between. */
export const POLICY_KERNELS = ['6.12', 'newest'];
const SECONDS = 20;
/** How far a share may be from the ideal. */
const NEAR = 0.1;
/** Slices are as long as the weights say; the kernel ends them at its next tick. */
const NEAR_BY_SLICES = 0.25;

interface Policy {
  /** Of the template's program. */
  readonly args?: readonly string[];
  /** Before it is loaded. */
  readonly prepare?: (lab: LabTarget) => Promise<unknown>;
  readonly check: (lab: LabTarget) => Promise<void>;
}

export const POLICIES: Readonly<Record<string, Policy>> = {
  fifo: {
    async check(lab) {
      const tasks = await measure(lab, SECONDS, ['-', '-', '-', '-', '-']);
      expect(outOfOrder(tasks)).toBeLessThan(0.2);
    },
  },
  simple: {
    check: (lab) =>
      expectShares(lab, [
        ['nice=0', 100],
        ['nice=5', 33],
      ]),
  },
  /** Their queues send two tasks and one. The lab's own tasks are in a third queue. */
  qmap: {
    check: (lab) =>
      expectShares(lab, [
        ['nice=3', 2],
        ['nice=6', 1],
      ]),
  },
  flatcg: {
    check: (lab) =>
      expectShares(lab, [
        ['group=light,weight=100', 100],
        ['group=heavy,weight=300', 300],
      ]),
  },
  userland: { check: expectChoices },
  rustland: { check: expectChoices },
  /** All begin on one CPU; the other one takes its part of them. */
  'per-cpu': {
    async check(lab) {
      const tasks = await measure(lab, SECONDS, Array<string>(4).fill('start=0'));
      expect(cpuUs(tasks)).toBeGreaterThan(0.6 * BOTH_CPUS_US);
    },
  },
  layered: {
    args: ['-c', '/tmp/layers.conf'],
    prepare: (lab) => lab.shell('echo "layer apart comm=apart cpus=1" > /tmp/layers.conf'),
    async check(lab) {
      const tasks = await measure(lab, SECONDS, ['name=apart', 'name=apart', '-', '-']);
      const elsewhere = [timeOn(tasks.slice(0, 2), 0), timeOn(tasks.slice(2), 1)];
      expect(Math.max(...elsewhere) / BOTH_CPUS_US).toBeLessThan(0.01);
      expect(cpuUs(tasks)).toBeGreaterThan(0.6 * BOTH_CPUS_US);
    },
  },
  /** CPU 0 unless told otherwise. */
  central: {
    async check(lab) {
      const before = await handedBy(lab);
      await measure(lab, SECONDS, ['-', '-', '-', '-']);
      const [decider = 0, other = 0] = (await handedBy(lab)).map((now, cpu) => now - before[cpu]!);
      expect(decider).toBeGreaterThan(100);
      expect(other).toBe(0);
    },
  },
  /** The lab's two CPUs count as siblings. */
  pair: {
    async check(lab) {
      const tasks = await measure(lab, SECONDS, ['group=a', 'group=a', 'group=b', 'group=b']);
      const [a, b] = [tasks.slice(0, 2), tasks.slice(2)];
      expect(timeTogether(a, b) / BOTH_CPUS_US).toBeLessThan(0.005);
      // Not because one of them never runs, or because each task runs alone.
      expect(Math.min(cpuUs(a), cpuUs(b))).toBeGreaterThan(0.15 * BOTH_CPUS_US);
      expect(cpuUs(tasks)).toBeGreaterThan(0.6 * BOTH_CPUS_US);
    },
  },
};

const BOTH_CPUS_US = 2 * SECONDS * 1_000_000;

/** Two tasks of each kind share two CPUs as their weights are to each other. */
async function expectShares(
  lab: LabTarget,
  kinds: readonly (readonly [task: string, weight: number])[],
  near = NEAR,
): Promise<void> {
  const descriptions = kinds.flatMap(([task]) => [task, task]);
  const tasks = await measure(lab, SECONDS, descriptions);
  const whole = kinds.reduce((sum, [, weight]) => sum + weight, 0);
  const total = cpuUs(tasks);
  const ofIdeal = kinds.map(
    ([, weight], at) => cpuUs(tasks.slice(2 * at, 2 * at + 2)) / total / (weight / whole),
  );
  if (ofIdeal.some((share) => Math.abs(share - 1) > near))
    throw new Error(`Of their ideal shares these had: ${ofIdeal.join(', ')}`);
}

/** The program gives tasks their shares: without weights they would be 0.75 and 1.5 of the ideal. */
async function expectChoices(lab: LabTarget): Promise<void> {
  const kinds = [
    ['nice=0', 100],
    ['nice=3', 51],
  ] as const;
  await expectShares(lab, kinds, NEAR_BY_SLICES);
  await expectLifeWithoutProgram(lab);
}

/** While the program that decides is stopped, tasks go on; after that it decides again. */
async function expectLifeWithoutProgram(lab: LabTarget): Promise<void> {
  const signal = (name: string) => lab.shell(`kill -${name} $(pidof mine)`);
  await signal('STOP');
  const seconds = 5;
  const tasks = await measure(lab, seconds, ['-', '-', '-', '-']);
  await signal('CONT');
  expect(cpuUs(tasks)).toBeGreaterThan(0.6 * 2 * seconds * 1_000_000);
  expect(await lab.shell('cat /sys/kernel/sched_ext/root/ops')).toBe('mine\n');
}

/** How many tasks each CPU has handed to CPUs, itself too: the first counter of the scheduler. */
async function handedBy(lab: LabTarget): Promise<number[]> {
  const dump = JSON.parse(await lab.shell('bpftool --json map dump name stats')) as {
    formatted: { values: { cpu: number; value: number }[] };
  }[];
  return dump[0]!.formatted.values.map(({ value }) => value);
}

const cpuUs = (tasks: readonly MeasuredTask[]) => tasks.reduce((sum, one) => sum + one.cpuUs, 0);

const turnsOf = (tasks: readonly MeasuredTask[]) => tasks.flatMap(({ turns }) => turns);

const timeOn = (tasks: readonly MeasuredTask[], wanted: number) =>
  turnsOf(tasks)
    .filter(([, , cpu]) => cpu === wanted)
    .reduce((sum, [begin, end]) => sum + end - begin, 0);

/** For how long one of these and one of those had a CPU at the same time. */
function timeTogether(some: readonly MeasuredTask[], others: readonly MeasuredTask[]): number {
  let time = 0;
  for (const [begin, end] of turnsOf(some))
    for (const [otherBegin, otherEnd] of turnsOf(others))
      time += Math.max(0, Math.min(end, otherEnd) - Math.max(begin, otherBegin));
  return time;
}

/**
 * A task that computes waits from the end of a turn to the begin of its next one. How many of these waits
 * began before another one and ended after it, of those that follow each other. In any order it is half of them, and
 * a few in a queue, too: two processors that take one task each may begin in the other order.
 */
function outOfOrder(tasks: readonly MeasuredTask[]): number {
  const waits = tasks
    .flatMap(({ turns }) =>
      turns.slice(1).map(([begin], at) => ({ from: turns[at]![1], to: begin })),
    )
    .toSorted((a, b) => a.from - b.from);
  const wrong = waits.slice(1).filter(({ to }, at) => to < waits[at]!.to);
  return wrong.length / waits.length;
}
