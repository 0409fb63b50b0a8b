import { describe, expect, it } from 'vitest';
import {
  originText,
  puttingBack,
  takingOutText,
} from '../../../../extension/core/sched-ext/owner-text';
import { putBackText, readPutBack } from '../../../../extension/core/sched-ext/put-back';
import { parseSchedulerOwner } from '../../../../extension/core/sched-ext/scheduler-owner';

/** As remote/owner.sh says it in the lab. */
const said = (...lines: string[]) => ['sequence 7', 'ops rusty', ...lines, 'end', ''].join('\n');
const HOLDER = ['pid 812', 'command /usr/bin/scx_rusty -v ', 'user root'];

describe('who loaded a scheduler', () => {
  it.each([
    [
      'a service',
      said('kind service', ...HOLDER, 'unit scx.service'),
      { kind: 'service', unit: 'scx.service', pid: 812 },
      'The service scx.service runs it.',
      'scx.service is started again',
    ],
    [
      'scx_loader',
      said('kind loader', ...HOLDER, 'choice rusty --mode=auto'),
      { kind: 'loader' },
      'scx_loader started it.',
      'scx_loader starts it again',
    ],
    [
      'a program',
      said('kind program', 'pid 9', 'command ./mine --fast', 'user alice'),
      { kind: 'program', pid: 9, command: './mine --fast', user: 'alice' },
      'alice runs it: ./mine --fast (process 9).',
      'only alice can start it again: ./mine --fast',
    ],
    [
      'a program without a command line',
      said('kind program', 'pid 9', 'command ', 'user 1234'),
      { kind: 'program', command: '' },
      '1234 runs it: a program (process 9).',
      'only 1234 can start it again',
    ],
    [
      'a pin',
      said('kind pinned', 'pin /sys/fs/bpf/a b/c', 'interpreter perl'),
      { kind: 'pinned', path: '/sys/fs/bpf/a b/c' },
      'It is pinned at /sys/fs/bpf/a b/c.',
      'it is pinned there again',
    ],
    [
      'a pin, without an interpreter',
      said('kind pinned', 'pin /sys/fs/bpf/x/rusty_ops', 'interpreter '),
      { kind: 'pinned', canRelink: false },
      'It is pinned at /sys/fs/bpf/x/rusty_ops.',
      'that takes perl or python3 on the target, which has neither; by hand: bpftool struct_ops register OBJECT.bpf.o /sys/fs/bpf/x/',
    ],
    [
      'a lease of ours',
      said('kind run', 'run run-1 held rusty me@here', 'interpreter perl'),
      { kind: 'run', run: { name: 'run-1', hold: 'held', who: 'me@here', ops: 'rusty' } },
      'me@here runs it with SCX Studio now.',
      'what SCX Studio holds for somebody is loaded again by that person, not by another',
    ],
    [
      'a kept run of ours',
      said('kind run', 'run run-1 kept rusty me@here', 'interpreter python3'),
      { kind: 'run', run: { hold: 'kept' } },
      'me@here loaded it with SCX Studio and chose to keep it.',
      'it is kept there again',
    ],
    [
      'nobody known',
      said('kind unknown'),
      { kind: 'unknown' },
      'Nothing on the target says who loaded it.',
      'nobody knows what started it',
    ],
    [
      'something newer than this',
      said('kind magic'),
      { kind: 'unknown' },
      'Nothing on the target says who loaded it.',
      'nobody knows what started it',
    ],
  ])('is %s', (_, text, origin, words, after) => {
    const owner = parseSchedulerOwner(text)!;
    expect(owner).toMatchObject({ sequence: 7, ops: 'rusty', origin });
    expect(originText(owner.origin)).toBe(words);
    expect(takingOutText(owner.origin)).toMatch(/^[A-Zps].*\.$/);
    const back = puttingBack(owner);
    expect(back.kind === 'possible' ? back.how : back.why).toBe(after);
  });

  it('is nobody where nothing runs, and not known from a cut answer', () => {
    expect(parseSchedulerOwner('')).toBeNull();
    expect(parseSchedulerOwner('sequence 7\nops rusty\nkind pinned\n')).toBeNull();
    expect(parseSchedulerOwner('sequence x\nend\n')).toBeNull();
  });
});

describe('what became of a replaced scheduler', () => {
  it('is read from the lines of the script', () => {
    expect(readPutBack('put-back rusty')).toEqual({ ops: 'rusty', failure: null });
    const failed = readPutBack('put-back-failed rusty Unit scx.service not found. ');
    expect(failed).toEqual({ ops: 'rusty', failure: 'Unit scx.service not found.' });
    expect(putBackText(failed!)).toBe('rusty was not put back: Unit scx.service not found.');
    expect(readPutBack('put-back')).toBeNull();
    expect(readPutBack('unloaded')).toBeNull();
  });
});
