import { setTimeout as pause } from 'node:timers/promises';
import { ok, type Outcome } from '../../core/findings/problem';
import { ratesBetween } from '../../core/metrics/rates';
import type { Sample } from '../../core/sched-ext/target';
import type { Host } from '../../hosts/api';
import { readSample, watchStatus } from '../../workflows/observe/samples';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { untilAborted } from '../../workflows/observe/session-end';
import { sampleJson, sampleLine, sampleLines } from '../output/sample';
import { connectHost } from '../target-choice';
import { printable } from '../terminal/terminal';

const DEFAULT_INTERVAL_S = 1;
const LOAD_SPAN_MS = 500;

export const status: Command = {
  name: 'status',
  summary: 'Show which scheduler runs on the target, and its counters',
  description: ['', 'With --json --watch every reading is one line of JSON.'],
  operands: [],
  options: {
    watch: { short: 'w', help: 'go on until Ctrl-C' },
    interval: {
      value: 'SECONDS',
      help: `time between two readings (default: ${DEFAULT_INTERVAL_S})`,
    },
  },
  run: runStatus,
};

async function runStatus(invocation: Invocation) {
  const interval = invocation.arguments.seconds('interval');
  if (interval.kind !== 'ok') return interval;
  const host = await connectHost(invocation);
  if (host.kind !== 'ok') return host;
  if (invocation.arguments.has('watch')) {
    return watch(invocation, host.value, (interval.value ?? DEFAULT_INTERVAL_S) * 1000);
  }
  const sample = await readSample(host.value, invocation.signal);
  if (sample.kind !== 'ok') return sample;
  const { terminal } = invocation;
  if (!terminal.json) return printWithLoad(invocation, host.value, sample.value);
  terminal.printJson(sampleJson(sample.value));
  return ok(EXIT.fine);
}

/** Load, delay and pressure are what happened between two readings. */
async function printWithLoad(
  { terminal, signal }: Invocation,
  host: Host,
  before: Sample,
): Promise<Outcome<ExitStatus>> {
  await pause(LOAD_SPAN_MS, undefined, { signal }).catch(() => undefined);
  const now = await readSample(host, signal);
  if (now.kind !== 'ok') return now;
  terminal.print(sampleLines(now.value, ratesBetween(before, now.value)).map(printable));
  return ok(EXIT.fine);
}

async function watch({ terminal, signal }: Invocation, host: Host, intervalMs: number) {
  let before: Sample | null = null;
  const show = (sample: Sample) => {
    const rates = before === null ? null : ratesBetween(before, sample);
    before = sample;
    if (terminal.json) terminal.printJson(sampleJson(sample));
    else terminal.print([printable(sampleLine(sample, rates))]);
  };
  const session = watchStatus(host, { intervalMs }, show);
  const outcome = await untilAborted(session, signal);
  return outcome.kind === 'ok' ? ok(EXIT.fine) : outcome;
}
