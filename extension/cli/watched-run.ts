import type { Sample } from '../core/sched-ext/target';
import type { Run, RunEnd } from '../workflows/load/load';
import { watchStatus } from '../workflows/observe/samples';
import { followKernelLog, type Following } from '../workflows/observe/kernel-log';
import { LogCursor } from '../workflows/observe/log-cursor';
import type { Invocation } from './command';
import { createSchedExtFilter, recordLine } from './output/kernel-record';
import { sampleJson, sampleLine } from './output/sample';
import type { Connection } from './target-choice';
import { printable } from './terminal/terminal';

export interface WatchOptions {
  /** The target takes it out after that time; null: the user does. */
  readonly trialSeconds: number | null;
  readonly intervalMs: number;
}

export interface WatchedRun {
  readonly end: RunEnd;
  readonly ops: string;
  readonly seconds: number;
  /** The last reading in which this scheduler ran. */
  readonly lastSample: ReturnType<typeof sampleJson> | null;
}

/** Shows a loaded scheduler's state and its kernel log until it ends, or ends it when time is up. */
export async function watchRun(
  invocation: Invocation,
  run: Run,
  { host, facts }: Connection,
  options: WatchOptions,
): Promise<WatchedRun> {
  const { terminal, signal } = invocation;
  terminal.progress(null);
  if (!terminal.json) {
    const { trialSeconds } = options;
    const until =
      trialSeconds === null ? 'Ctrl-C takes it out' : `taken out after ${trialSeconds} s`;
    terminal.print([
      `Running: ${printable(run.ops)} on ${facts.kernelRelease} (${host.target.id}); ${until}`,
    ]);
  }
  const seen: Sample[] = [];
  const sessions = [
    watchStatus(host, { intervalMs: options.intervalMs }, (sample) => {
      if (sample.ops !== run.ops || sample.state !== 'enabled') return;
      seen[0] = sample;
      showSample(invocation, sample);
    }),
    ...(terminal.json ? [] : [showKernelLog(invocation, { host, facts })]),
  ];
  const unload = () => {
    // A target that hangs makes this last; it takes the scheduler out by itself then.
    terminal.progress(`Taking ${run.ops} out (Ctrl-C again leaves that to the target)`);
    void run.unload();
  };
  signal.addEventListener('abort', unload, { once: true });
  if (signal.aborted) unload();
  const end = await run.done;
  const seconds = (Date.now() - run.startedAt.getTime()) / 1000;
  for (const session of sessions) session.end();
  await Promise.all(sessions.map(({ done }) => done));
  terminal.progress(null);
  const [last] = seen;
  return { end, ops: run.ops, seconds, lastSample: last ? sampleJson(last) : null };
}

/** On a terminal the line is replaced by the next one; in a file every one is kept. */
function showSample({ terminal }: Invocation, sample: Sample): void {
  if (terminal.json) return;
  const line = printable(sampleLine(sample));
  if (terminal.interactive) terminal.progress(line);
  else terminal.print([line]);
}

function showKernelLog({ terminal }: Invocation, { host }: Connection): Following {
  const wanted = createSchedExtFilter();
  return followKernelLog(host, {
    cursor: new LogCursor(),
    history: false,
    onRecord: (record) => {
      if (wanted(record)) terminal.print([recordLine(record, terminal.style)]);
    },
  });
}
