/** Which ends are news to who follows a log, and that each is once. */
import { expect, it } from 'vitest';
import { EndNews } from '../../../../extension/workflows/observe/end-news';
import {
  followKernelLog,
  overhearKernelLog,
} from '../../../../extension/workflows/observe/kernel-log';
import { LogCursor } from '../../../../extension/workflows/observe/log-cursor';
import { createFakeHost } from '../../../fakes/fake-host';

const TARGET = { kind: 'ssh', id: 'box', destination: 'box' } as const;
const CUT = {
  kind: 'problem',
  problem: { kind: 'target', code: 'connection-lost', message: '', nextStep: '', detail: '' },
} as const;

const end = (second: number, name: string, reason = 'runtime error') =>
  `6,${second},${second}000000,-;sched_ext: BPF scheduler "${name}" disabled (${reason})`;

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** One target over several sessions on its log; what was news of each. */
function target() {
  const news = new EndNews();
  const told: string[] = [];
  const hear = (lines: readonly string[], last: 'held' | typeof CUT = 'held') => {
    const host = createFakeHost({ log: { lines, end: last } }, TARGET);
    overhearKernelLog(host, {
      onStart: (boot, startMicros) => {
        news.onStart(boot, startMicros);
      },
      onLeft: () => {
        news.onLeft();
      },
      onRecord: (record) => {
        const ended = news.take(record);
        if (ended !== null) told.push(ended.ops ?? '');
      },
    });
    const follow = () =>
      followKernelLog(host, { cursor: new LogCursor(), history: true, onRecord: () => undefined });
    return { host, follow };
  };
  return { told, hear };
}

it('is what the kernel threw out since the log was followed, whoever looks at it', async () => {
  const { told, hear } = target();
  const { host, follow } = hear([
    ...['boot one', 'uptime 9.5 3.0', end(3, 'history'), end(11, 'new')],
    ...[
      end(12, 'unloaded', 'unregistered from user space'),
      end(13, 'ended', 'disabled by sysrq-S'),
    ],
    end(14, 'exited', 'unregistered from BPF'),
  ]);
  const both = [follow(), follow()];
  await settled();
  const late = follow();
  await settled();
  for (const one of [...both, late]) one.end();
  expect(told).toEqual(['new']);
  expect(host.calls).toHaveLength(1);
});

it('is no news again when the log is read again, and what came meanwhile is', async () => {
  const { told, hear } = target();
  await hear(['boot one', 'uptime 9.5 3.0', end(11, 'one')], CUT).follow().done;
  const again = ['boot one', 'uptime 40.0 3.0', end(11, 'one'), end(20, 'two')];
  await hear(again, CUT).follow().done;
  await hear(['boot two', 'uptime 5.0 1.0', end(4, 'three')], CUT).follow().done;
  expect(told).toEqual(['one', 'two', 'three']);
});

it('does not come out of the time in which nobody looked', async () => {
  const { told, hear } = target();
  const first = hear(['boot one', 'uptime 9.5 3.0', end(11, 'one')]).follow();
  await settled();
  first.end();
  await first.done;
  hear(['boot one', 'uptime 40.0 3.0', end(11, 'one'), end(20, 'two'), end(41, 'three')]).follow();
  await settled();
  expect(told).toEqual(['one', 'three']);
});

it('is told by the clock of the log, which stands still while the target sleeps', async () => {
  const { told, hear } = target();
  const lines = ['boot one', 'newest [   11.000000] sched_ext: …', 'uptime 9999.5 3.0'];
  hear([...lines, end(11, 'one'), end(12, 'two')]).follow();
  await settled();
  expect(told).toEqual(['two']);
});
