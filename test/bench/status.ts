/** What watching a target costs it, this process and memory; one lab, its own /proc. */
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { MOST_READINGS } from '../../extension/contracts/status-messages';
import { figuresOf } from '../../extension/core/metrics/figures';
import { createSeries } from '../../extension/core/metrics/series';
import type { Sample } from '../../extension/core/sched-ext/target';
import { statusSample } from '../../extension/vscode/status-view/status-sample';
import { loadScheduler } from '../../extension/workflows/load/load';
import { watchCosts } from '../../extension/workflows/observe/callback-cost';
import { watchStatus } from '../../extension/workflows/observe/samples';
import { openLab, until, valueOf, type LabTarget } from '../lab/lab-target';
import { GOOD } from '../lab/schedulers';
import { milliseconds, type Measurement } from './measurement';

const WATCHED_MS = 20_000;
/** As `SCX: Measure Callback Cost` has it. */
const COST_INTERVAL_MS = 2000;
const MEGABYTE = 1e6;
const MANY_CPUS = 256;

export async function status(): Promise<readonly Measurement[]> {
  const lab = await openLab('6.18');
  try {
    const object = await lab.compile(GOOD, 'good');
    const loaded = valueOf(await loadScheduler(lab.context, { object, ...lab }));
    if (loaded.kind !== 'running') throw new Error(loaded.log);
    const measured = [await firstFigures(lab), ...(await watching(lab))];
    await loaded.run.unload();
    return [...measured, anHour()];
  } finally {
    await lab.close();
  }
}

async function firstFigures({ host }: LabTarget): Promise<Measurement> {
  const value = await milliseconds(
    () =>
      new Promise<void>((resolve) => {
        const watch = watchStatus(host, { intervalMs: 1000 }, () => {
          watch.end();
          resolve();
        });
      }),
  );
  return bound('first figures', value, 'ms', 1000);
}

/** The target's share is that of the samplers and their sshd, by their /proc; ours that of this whole process. */
async function watching(lab: LabTarget): Promise<readonly Measurement[]> {
  const samples: Sample[] = [];
  const watch = watchStatus(lab.host, { intervalMs: 1000 }, (sample) => {
    samples.push(sample);
    statusSample(sample, samples.at(-2) ?? null);
  });
  await until(
    () => Promise.resolve(samples.length),
    (count) => count > 1,
    30,
  );
  const plain = await spent(lab);
  let readings = 0;
  const costs = watchCosts(lab.host, { intervalMs: COST_INTERVAL_MS, onCosts: () => readings++ });
  await until(
    () => Promise.resolve(readings),
    (count) => count > 1,
    30,
  );
  const withCosts = await spent(lab);
  for (const one of [watch, costs]) {
    one.end();
    await one.done;
  }
  const slower = await slowdown(lab);
  const there = `0.5 % of a second, ${slower.toFixed(1)} × slower than here`;
  return [
    bound('sampling, on the target', plain.there, 'ms', 5 * slower, there),
    bound('sampling and costs, there', withCosts.there, 'ms', 15 * slower, '3 times that'),
    bound('sampling, here', plain.here, 'ms', 10, '1 % of a second'),
  ];
}

/** How much longer the lab's processor takes for the same work: an emulated one is many times slower. */
async function slowdown(lab: LabTarget): Promise<number> {
  const used = /user\s+0m ?([\d.]+)/;
  const secondsIn = (text: string) => Number(used.exec(text)?.[1]);
  const here = spawnSync('bash', ['-c', `time busybox sh -c '${WORK}'`], { encoding: 'utf8' });
  const there = await lab.shell(
    `bash -c 'time busybox sh -c "${WORK.replaceAll('$', '\\$')}"' 2>&1`,
  );
  return secondsIn(there) / secondsIn(here.stderr);
}

const WORK = 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done';

/** Milliseconds of a processor a second, there and here. */
async function spent(lab: LabTarget): Promise<{ there: number; here: number }> {
  const before = processorTimes(await lab.shell(PROCESSOR_TIMES));
  const ownBefore = process.cpuUsage();
  const start = performance.now();
  await sleep(WATCHED_MS);
  const own = process.cpuUsage(ownBefore);
  const after = processorTimes(await lab.shell(PROCESSOR_TIMES));
  const seconds = (performance.now() - start) / 1000;
  // Processes that are there both times: not the sshd of the second look.
  const there = [...before].reduce((sum, [pid, time]) => sum + (after.get(pid) ?? time) - time, 0);
  return {
    there: there / 1e6 / seconds,
    here: (own.user + own.system) / 1000 / (WATCHED_MS / 1000),
  };
}

/** "PID NANOSECONDS" of our scripts, of what they have become, and of all sshd. */
const PROCESSOR_TIMES = `for p in /proc/[0-9]*; do
	tr '\\0' ' ' <$p/cmdline 2>/dev/null | grep -q -e scx-studio-script-begins -e '^perl -e' -e '^sshd' &&
		echo "\${p#/proc/} $(cut -d ' ' -f 1 $p/schedstat)"
done; true`;

function processorTimes(text: string): ReadonlyMap<string, number> {
  const lines = text.trim().split('\n');
  return new Map(
    lines.map((line) => line.split(' ')).map(([pid = '', time]) => [pid, Number(time)]),
  );
}

function anHour(): Measurement {
  const series = createSeries(MOST_READINGS);
  const cpus = new Map(Array.from({ length: MANY_CPUS }, (_, cpu) => [cpu, { busy: 1, idle: 1 }]));
  const waitedNs = new Map([...cpus.keys()].map((cpu) => [cpu, 1]));
  const one = { ...NOTHING, cpus, waitedNs };
  series.push(1, figuresOf(statusSample({ ...one, timeMs: 1 }, null)));
  return bound(`an hour of ${MANY_CPUS} CPUs`, series.bytes / MEGABYTE, 'MB', 20);
}

const NOTHING: Sample = {
  timeMs: 0,
  state: 'enabled',
  ops: 'good',
  enableSeq: 1,
  switchAll: true,
  nrRejected: 0,
  extTasks: 1,
  subs: new Map(),
  caps: new Map(),
  events: new Map(Array.from({ length: 40 }, (_, at) => [`SCX_EV_${at}`, at])),
  cpus: new Map(),
  waitedNs: new Map(),
  contextSwitches: 1,
  runnable: 1,
  pressureUs: new Map([['cpu some', 1]]),
};

function bound(
  name: string,
  value: number,
  unit: Measurement['unit'],
  reference: number,
  referenceName = 'the design',
): Measurement {
  return { name, value, unit, reference, referenceName, allowed: 1 };
}
