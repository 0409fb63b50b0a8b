/** What watching a target costs it and memory; one lab, its own /proc. The extension host: extension-host.ts. */
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { MOST_READINGS } from '../../extension/contracts/status-messages';
import { figuresOf } from '../../extension/core/metrics/figures';
import { createSeries } from '../../extension/core/metrics/series';
import type { Sample } from '../../extension/core/sched-ext/target';
import { statusSample } from '../../extension/vscode/status-view/status-sample';
import { loadScheduler } from '../../extension/workflows/load/load';
import { followBpfOutput } from '../../extension/workflows/observe/bpf-output';
import { watchCosts } from '../../extension/workflows/observe/callback-cost';
import { followKernelLog } from '../../extension/workflows/observe/kernel-log';
import { LogCursor } from '../../extension/workflows/observe/log-cursor';
import { watchStatus } from '../../extension/workflows/observe/samples';
import { openLab, until, valueOf, type LabTarget } from '../lab/lab-target';
import { INSERT, scheduler } from '../lab/schedulers';
import { milliseconds, type Measurement } from './measurement';
import { processorNs, SHELL_PROCESSES } from './target-time';

const WATCHED_MS = 20_000;
/** As `SCX: Measure Callback Cost` has it. */
const COST_INTERVAL_MS = 2000;
const MEGABYTE = 1e6;
const MANY_CPUS = 256;
/** Has something to say in each view. */
const TALKS = scheduler('talks', {
  declarations: 'u64 enqueued;\n',
  enqueue: `if (__sync_fetch_and_add(&enqueued, 1) % 8 == 0)
		bpf_printk("enqueued %s", p->comm);
	${INSERT}`,
});

export async function status(): Promise<readonly Measurement[]> {
  const lab = await openLab('6.18');
  try {
    const object = await lab.compile(TALKS, 'talks');
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

/**
 * Of all that runs there over the connection, its sshd too: first what the Status view follows, then all that can
 * be shown at once.
 */
async function watching(lab: LabTarget): Promise<readonly Measurement[]> {
  const seen = { samples: 0, records: 0, readings: 0, lines: 0 };
  const talking = await keepLogging(lab);
  const first = [watchSamples(lab, seen), followLog(lab, seen)];
  await come(() => seen.samples > 1 && seen.records > 0);
  const statusAndLog = await spent(lab);
  const others = [measureCosts(lab, seen), followOutput(lab, seen)];
  await come(() => seen.readings > 1 && seen.lines > 0);
  const all = await spent(lab);
  for (const one of [...first, ...others]) {
    one.end();
    await one.done;
  }
  await talking.stop();
  const slower = await slowdown(lab);
  const there = `0.5 % of a second, ${slower.toFixed(1)} × slower than here`;
  return [
    bound('status and log, there', statusAndLog, 'ms', 5 * slower, there),
    bound('all that is shown, there', all, 'ms', 15 * slower, '3 times that'),
  ];
}

interface Seen {
  samples: number;
  records: number;
  readings: number;
  lines: number;
}

const watchSamples = ({ host }: LabTarget, seen: Seen) =>
  watchStatus(host, { intervalMs: 1000 }, () => seen.samples++);

const followLog = ({ host }: LabTarget, seen: Seen) =>
  followKernelLog(host, {
    ...{ cursor: new LogCursor(), history: true },
    onRecord: () => seen.records++,
  });

const measureCosts = ({ host }: LabTarget, seen: Seen) =>
  watchCosts(host, { intervalMs: COST_INTERVAL_MS, onCosts: () => seen.readings++ });

const followOutput = ({ host }: LabTarget, seen: Seen) =>
  followBpfOutput(host, { history: true, onLine: () => seen.lines++ });

const come = (isThere: () => boolean) =>
  until(
    () => Promise.resolve(isThere()),
    (there) => there,
    30,
  );

/** A record a second, as a machine that has something to say; by a process of nobody's connection. */
async function keepLogging({ shell }: LabTarget): Promise<{ stop(): Promise<unknown> }> {
  const pid = await shell(
    `setsid sh -c 'while sleep 1; do echo "the bench is here" >/dev/kmsg; done' >/dev/null 2>&1 </dev/null & echo $!`,
  );
  return { stop: () => shell(`kill ${pid}`) };
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

/** Milliseconds of a processor a second. */
async function spent(lab: LabTarget): Promise<number> {
  const before = await lab.shell(SHELL_PROCESSES);
  const start = performance.now();
  await sleep(WATCHED_MS);
  const after = await lab.shell(SHELL_PROCESSES);
  const seconds = (performance.now() - start) / 1000;
  return processorNs(before, after) / 1e6 / seconds;
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
