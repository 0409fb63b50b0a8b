import type { Sample } from '../../core/sched-ext/target';
import type { TrialReport } from '../../core/sched-ext/trial-report';
import type { Host } from '../../hosts/api';
import { watchStatus } from '../observe/samples';
import type { Run } from './load';

const SAMPLE_INTERVAL_MS = 1000;

/** Watches a trial run to its end; what it was on is the caller's to add. */
export async function watchTrial(
  host: Host,
  run: Pick<Run, 'ops' | 'startedAt' | 'done'>,
): Promise<Pick<TrialReport, 'ops' | 'seconds' | 'end' | 'last' | 'mostTasks'>> {
  let last: Sample | null = null;
  let mostTasks: number | null = null;
  const watch = watchStatus(host, { intervalMs: SAMPLE_INTERVAL_MS }, (sample) => {
    if (sample.ops !== run.ops || sample.state !== 'enabled') return;
    last = sample;
    if (sample.extTasks !== null) mostTasks = Math.max(mostTasks ?? 0, sample.extTasks);
  });
  const end = await run.done;
  watch.end();
  await watch.done;
  const seconds = (Date.now() - run.startedAt.getTime()) / 1000;
  return { ops: run.ops, seconds, end, last, mostTasks };
}
