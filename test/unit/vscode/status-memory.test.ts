/** What the Status view keeps: since when a scheduler runs, and readings that come twice. */
import { expect, it } from 'vitest';
import { StatusMemory } from '../../../extension/vscode/status-view/status-memory';
import { statusSample } from '../../../extension/vscode/status-view/status-sample';
import { createFakeHost } from '../../fakes/fake-host';
import { sampleOf } from '../../fakes/samples';

const TARGET = { kind: 'ssh', id: 'box', destination: 'box' } as const;

it('knows since when a scheduler runs, whatever its sub-schedulers do', async () => {
  const records = [
    [1, 'BPF scheduler "top" enabled'],
    [2, 'BPF sub-scheduler "below" enabled'],
    [3, 'BPF sub-scheduler "below" disabled (runtime error)'],
    [4, 'below: runnable task stall'],
  ].map(([second, text], at) => `6,${at},${Number(second) * 1e6},-;sched_ext: ${text}`);
  const memory = new StatusMemory(() => undefined);
  const host = createFakeHost({ log: { lines: ['boot 1', 'uptime 9', ...records] } }, TARGET);
  await memory.followLog(host).done;
  expect(memory.marks).toHaveLength(4);
  expect(memory.loadedAtMs).toBe(1000);
});

it('keeps its readings when the last one comes again, as after each trial', () => {
  const memory = new StatusMemory(() => undefined);
  const [first, second] = [sampleOf({ timeMs: 1000 }), sampleOf({ timeMs: 2000 })];
  memory.take(first, statusSample(first, null));
  memory.take(second, statusSample(second, first));
  memory.take(second, statusSample(second, null));
  expect([...memory.history.timesMs]).toEqual([1000, 2000]);
});
