/** When a target's log is followed for the ends of schedulers alone, and as whom. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ok } from '../../../../extension/core/findings/problem';
import { EndNews } from '../../../../extension/workflows/observe/end-news';
import { EndWatch } from '../../../../extension/workflows/observe/end-watch';
import { followKernelLog } from '../../../../extension/workflows/observe/kernel-log';
import { LogCursor } from '../../../../extension/workflows/observe/log-cursor';
import { createFakeHost, type ScriptAnswer } from '../../../fakes/fake-host';

const TARGET = { kind: 'ssh', id: 'box', destination: 'box' } as const;
const OVER = ok({ exitCode: 0, stdout: '', stderr: '' });
const START = ['boot one', 'uptime 9.5 3.0'];
const REFUSED = [...START, 'refused dmesg: Operation not permitted'];
const end = (second: number, name: string) =>
  `6,${second},${second}000000,-;sched_ext: BPF scheduler "${name}" disabled (runtime error)`;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const settled = () => vi.advanceTimersByTimeAsync(2000);

function watched(log: ScriptAnswer, { isRootFree = false, sharesConnection = true } = {}) {
  const answers = { log: { end: 'held', ...log } as ScriptAnswer };
  const box = { ...createFakeHost(answers, TARGET), sharesConnection };
  const told: (string | null)[] = [];
  const onLost = vi.fn();
  const news = new EndNews();
  const watch = new EndWatch(box, {
    ...{ news, isRootFree, onLost },
    onEnd: (_said, { ops }) => told.push(ops),
  });
  const say = (lines: readonly string[], last: ScriptAnswer['end'] = 'held') => {
    answers.log = { lines, end: last };
  };
  const follow = () =>
    followKernelLog(box, { cursor: new LogCursor(), history: true, onRecord: () => undefined });
  /** What was started, as root or not; the whole log is not asked for a text. */
  const sessions = () =>
    box.calls.map(
      ({ options: { args, privileged } }) =>
        `${args === undefined ? 'log' : 'ends'}${privileged === true ? ' as root' : ''}`,
    );
  return { watch, told, say, follow, sessions, onLost, news };
}

it('makes way for a view, and goes on behind it', async () => {
  const { told, say, follow, sessions, onLost, watch } = watched({ lines: START });
  await settled();
  expect(sessions()).toEqual(['ends']);
  say([...START, end(11, 'one')]);
  const view = follow();
  await settled();
  say([...START, end(11, 'one'), end(12, 'two')]);
  view.end();
  await settled();
  expect(sessions()).toEqual(['ends', 'log', 'ends']);
  expect(told).toEqual(['one', 'two']);
  expect(onLost).not.toHaveBeenCalled();
  watch.dispose();
});

it('does not begin beside a view that is there', async () => {
  const { follow, sessions } = watched({ lines: START });
  follow();
  await settled();
  expect(sessions()).toEqual(['log']);
});

it('becomes root where that asks nothing, and is silent elsewhere', async () => {
  const free = watched({ lines: REFUSED, end: OVER }, { isRootFree: true });
  const asked = watched({ lines: REFUSED, end: OVER });
  await settled();
  expect(free.sessions()).toEqual(['ends', 'ends as root']);
  expect(asked.sessions()).toEqual(['ends']);
  expect(asked.onLost).not.toHaveBeenCalled();
});

it('opens no connection of its own, and hears what a view follows', async () => {
  const { told, follow, sessions, say } = watched({}, { sharesConnection: false });
  await settled();
  expect(sessions()).toEqual([]);
  say([...START, end(3, 'history'), end(11, 'one')]);
  const view = follow();
  await settled();
  view.end();
  await settled();
  say([...START, end(11, 'one'), end(12, 'between')].with(1, 'uptime 20.0 3.0'));
  follow();
  await settled();
  expect(told).toEqual(['one']);
});

it('says that what worked is gone, and goes on when it is told to', async () => {
  const { watch, told, say, onLost, sessions } = watched({ lines: START, end: OVER });
  await settled();
  expect(onLost).toHaveBeenCalledTimes(1);
  await settled();
  expect(sessions()).toEqual(['ends']);
  say(['boot two', 'uptime 7.0 3.0', end(2, 'early')]); // It was started anew meanwhile.
  watch.resume();
  watch.resume();
  await settled();
  expect(sessions()).toEqual(['ends', 'ends']);
  expect(told).toEqual(['early']);
});

it('is no loss where it never worked', async () => {
  const { onLost, sessions } = watched({ end: OVER });
  await settled();
  expect([onLost.mock.calls, sessions()]).toEqual([[], ['ends']]);
});

it('keeps what it heard, of one boot', async () => {
  const { news, watch, say } = watched({ lines: [...START, end(3, 'history'), end(11, 'one')] });
  await settled();
  expect(news.heard.map(({ timeMicros }) => timeMicros)).toEqual([3e6, 11e6]);
  watch.dispose();
  say(['boot two', 'uptime 7.0 3.0']);
  watch.resume();
  await settled();
  expect(news.heard).toEqual([]);
});
