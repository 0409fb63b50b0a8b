import { describe, expect, it } from 'vitest';
import { followKernelLog, LOG_REFUSED } from '../../../../extension/workflows/observe/kernel-log';
import { LogCursor } from '../../../../extension/workflows/observe/log-cursor';
import { createFakeHost, type ScriptAnswers } from '../../../fakes/fake-host';

const TARGET = { kind: 'ssh', id: 'box', destination: 'box' } as const;
const START = ['boot one', 'uptime 9.50 3.00'];
const line = (sequence: number) => `6,${sequence},${sequence * 1_000_000},-;r${sequence}`;
const host = (log: ScriptAnswers['log'] = {}) =>
  createFakeHost({ log: { end: 'held', ...log } }, TARGET);
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function follower(options: { history?: boolean; cursor?: LogCursor } = {}) {
  const seen: string[] = [];
  return {
    seen,
    cursor: options.cursor ?? new LogCursor(),
    history: options.history ?? true,
    onRecord: ({ text }: { readonly text: string }, lost: number) =>
      void seen.push(lost > 0 ? `-${lost} ${text}` : text),
    onReboot: () => void seen.push('reboot'),
  };
}

describe('followKernelLog', () => {
  it('shares one session among all followers, and ends it with the last', async () => {
    const box = host({ lines: [...START, line(1), line(2)] });
    const one = follower();
    const first = followKernelLog(box, one);
    await settled();
    const late = follower();
    const second = followKernelLog(box, late);
    expect(late.seen).toEqual(['r1', 'r2']);
    expect(box.calls).toHaveLength(1);
    first.end();
    expect(await first.done).toMatchObject({ kind: 'ok' });
    second.end();
    expect(await second.done).toMatchObject({ kind: 'ok' });
    followKernelLog(box, follower()).end();
    expect(box.calls).toHaveLength(2);
  });

  it('says how many records are missing, and gives none twice', async () => {
    const one = follower();
    followKernelLog(host({ lines: [...START, line(1), line(5), line(4), line(6)] }), one);
    await settled();
    expect(one.seen).toEqual(['r1', '-3 r5', 'r6']);
  });

  it('leaves out what was there when no history is wanted', async () => {
    const one = follower({ history: false });
    followKernelLog(host({ lines: [...START, line(9), line(10)] }), one);
    await settled();
    expect(one.seen).toEqual(['r10']);
  });

  it('goes on where a follower stood, and sees a gap over a pause', async () => {
    const cursor = new LogCursor();
    const again = async (lines: readonly string[]) => {
      const one = follower({ cursor });
      const following = followKernelLog(host({ lines }), one);
      await settled();
      following.end();
      return one.seen;
    };
    expect(await again([...START, line(1), line(2)])).toEqual(['r1', 'r2']);
    expect(await again([...START, line(1), line(2), line(3)])).toEqual(['r3']);
    expect(await again([...START, line(7)])).toEqual(['-3 r7']);
    expect(await again(['boot two', 'uptime 1.0 1.0', line(1)])).toEqual(['reboot', 'r1']);
  });

  it('reads as root where the user may not, and says so when nobody may', async () => {
    const lines = [...START, 'refused dmesg: Operation not permitted'];
    const box = createFakeHost({ log: { lines } }, TARGET);
    const outcome = await followKernelLog(box, follower()).done;
    expect(box.calls.map(({ options }) => options.privileged)).toEqual([false, true]);
    expect(outcome).toMatchObject({ kind: 'problem', problem: { code: LOG_REFUSED } });
  });

  it('takes a log that numbers none, and knows that it can not go on in it', async () => {
    const one = follower();
    const lines = [...START, 'dmesg [    1.000000] one', 'dmesg [    1.000000] one', 'noise'];
    followKernelLog(host({ lines }), one);
    await settled();
    expect(one.seen).toEqual(['one', 'one']);
    expect(one.cursor.canResume).toBe(false);
  });

  it('tells all followers that the connection went', async () => {
    const problem = {
      kind: 'target',
      code: 'connection-lost',
      message: '',
      nextStep: '',
      detail: '',
    } as const;
    const box = host({ lines: START, end: { kind: 'problem', problem } });
    const both = [followKernelLog(box, follower()), followKernelLog(box, follower())];
    const ends = await Promise.all(both.map(({ done }) => done));
    expect(ends.map(({ kind }) => kind)).toEqual(['problem', 'problem']);
  });
});
