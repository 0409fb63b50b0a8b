/** A flood of kernel log records through all that the extension does with them, and a million rows in a panel. */
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { SCHED_EXT_KINDS, type LogRows } from '../../extension/contracts/kernel-log-messages';
import { createLogReader } from '../../extension/core/kernel-log/log-reader';
import { recognise } from '../../extension/core/kernel-log/sched-ext-event';
import { RowStream } from '../../extension/vscode/kernel-log-view/row-stream';
import { KernelLogModel } from '../../extension/webviews/kernel-log/kernel-log-model';
import { ALL_ROWS } from '../../extension/webviews/kernel-log/row-filter';
import { LogCursor } from '../../extension/workflows/observe/log-cursor';
import type { Measurement } from './measurement';

const FLOOD_PER_SECOND = 50_000;
const MILLION = 1_000_000;
const SLICE_MS = 8;

/** Lines as /dev/kmsg has them, one in a thousand of sched_ext. */
function kmsgLines(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const text =
      at % 1000 === 0
        ? 'sched_ext: fifo: non-existent DSQ 0x1267'
        : `eth0: packet ${at} of a flood, as drivers write them when a cable is bad`;
    return `6,${at},${at * 20},-;${text}`;
  });
}

export async function kernelLog(): Promise<readonly Measurement[]> {
  const lines = kmsgLines(FLOOD_PER_SECOND);
  const messages: LogRows[] = [];
  await takeFlood(lines, []); // as in a flood that lasts
  const extension = await processorTime(() => takeFlood(lines, messages));
  const panel = new KernelLogModel();
  const shown = await processorTime(() => {
    for (const message of messages) panel.append(message);
  });
  return [
    ofASecond('log flood, extension host', extension),
    ofASecond('log flood, panel', shown),
    ...(await millionRows(lines)),
  ];
}

/** Milliseconds of processor time: the flood leaves room between its messages, and others use this machine. */
async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What one second of a flood may take of a second; the rest is for everything else. */
function ofASecond(name: string, value: number): Measurement {
  return {
    name,
    value,
    unit: 'ms',
    reference: 1000,
    referenceName: 'one second of 50,000 records',
    allowed: 0.5,
  };
}

async function takeFlood(lines: readonly string[], messages: LogRows[]): Promise<void> {
  const reader = createLogReader();
  const cursor = new LogCursor();
  const stream = new RowStream((rows) => {
    messages.push(rows);
    stream.taken();
  });
  for (const [at, line] of lines.entries()) {
    const item = reader.push(line);
    if (item?.kind !== 'record' || cursor.take(item.record) === null) continue;
    const kind = recognise(item.record)?.kind;
    const label = kind === undefined ? 0 : 1 + SCHED_EXT_KINDS.indexOf(kind);
    stream.add({ ...item.record, label });
    if (at % 2500 === 0) await turn();
  }
  while (messages.reduce((sum, { timesMicros }) => sum + timesMicros.length, 0) < lines.length) {
    await sleep(10);
  }
  stream.dispose();
}

async function millionRows(lines: readonly string[]): Promise<readonly Measurement[]> {
  const batch = rowsOf(lines);
  globalThis.gc?.();
  const before = process.memoryUsage();
  const model = new KernelLogModel();
  for (let rows = 0; rows < MILLION; rows += lines.length) model.append(batch);
  globalThis.gc?.();
  const after = process.memoryUsage();
  const text = (batch.texts.length * (MILLION / lines.length)) / 1e6;
  const held = (after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers) / 1e6;
  let longest = 0;
  model.setFilter({ ...ALL_ROWS, text: 'DSQ' });
  while (model.isBusy) {
    const end = performance.now() + SLICE_MS;
    const start = performance.now();
    const slice = await processorTime(() => model.work(() => performance.now() >= end));
    // The thread that draws waits for neither the collector's threads nor, but here, for other programs.
    longest = Math.max(longest, Math.min(slice, performance.now() - start));
  }
  const seen = await processorTime(() => {
    for (let at = 0; at < 50; at += 1) model.row(Math.floor((model.count / 50) * at));
  });
  return [
    bound('a million rows, memory', held, 'MB', text, 'their text', 1.5),
    bound('a million rows, filter slice', longest, 'ms', 16.7, 'one frame', 1),
    bound('a million rows, a screenful', seen, 'ms', 16.7, 'one frame', 0.5),
  ];
}

function bound(
  name: string,
  value: number,
  unit: Measurement['unit'],
  reference: number,
  referenceName: string,
  allowed: number,
): Measurement {
  return { name, value, unit, reference, referenceName, allowed };
}

function rowsOf(lines: readonly string[]): LogRows {
  const texts = lines.map((line) => line.slice(line.indexOf(';') + 1));
  const count = texts.length;
  return {
    texts: texts.join('\n'),
    timesMicros: Float64Array.from(texts, (_, at) => at * 20),
    levels: new Uint8Array(count).fill(6),
    labels: new Uint16Array(count),
  };
}
