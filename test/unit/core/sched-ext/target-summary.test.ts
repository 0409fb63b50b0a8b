import { expect, it } from 'vitest';
import { parseFacts } from '../../../../extension/core/sched-ext/facts-text';
import { parseSchedulerOwner } from '../../../../extension/core/sched-ext/scheduler-owner';
import { schedulerSummary } from '../../../../extension/core/sched-ext/target-summary';

const RUNS = ['kernelRelease 6.18', 'kernelBuild x', 'machine x86_64', 'uid 0', 'hasSchedExt yes'];

const summaryOf = (facts: readonly string[], owner: readonly string[] | null = null) => {
  const read = parseFacts([...RUNS, ...facts].join('\n'));
  if (read === null) throw new Error('these are no facts');
  const lines = ['sequence 1', 'ops scx_rusty', ...(owner ?? []), 'end'];
  return schedulerSummary(read, owner && parseSchedulerOwner(lines.join('\n')));
};

it.each([
  [['kind service', 'unit scx.service', 'pid 8'], 'by scx.service'],
  [['kind loader', 'pid 8'], 'by scx_loader'],
  [
    ['kind program', 'pid 812', 'command /usr/bin/scx_rusty -k', 'user ann'],
    'by pid 812 of ann (scx_rusty)',
  ],
  [['kind program', 'pid 812', 'command ', 'user '], 'by pid 812'],
  [['kind program', 'pid 8', 'command x', 'user a\u202eb'], 'by pid 8 of a\\u202eb (x)'],
  [['kind pinned', 'pin /sys/fs/bpf/x'], 'pinned at /sys/fs/bpf/x'],
  [['kind run', 'run run-a1 kept scx_rusty ann@desk'], 'kept by ann@desk'],
  [['kind unknown'], 'nothing says who loaded it'],
])('says who loaded a scheduler: %j', (owner, words) => {
  expect(summaryOf(['activeOps scx_rusty'], owner)).toBe(`scx_rusty, ${words}`);
});

it('says that it is not ours where nobody was asked', () => {
  expect(summaryOf(['activeOps scx_rusty'])).toBe('scx_rusty, not loaded by SCX Studio');
});

it('does not say whose it is where only root can see that', () => {
  const facts = ['activeOps scx_rusty', 'runsHidden yes'];
  expect(summaryOf(facts)).toBe('scx_rusty, who loaded it only root can see');
  expect(summaryOf(['runsHidden yes'])).toBe('no scheduler');
});

it('says who holds ours, and what else is left there', () => {
  const facts = ['activeOps mine', 'run run-a1 held mine ann@desk', 'run run-b2 left old ann@desk'];
  expect(summaryOf(facts)).toBe('mine, held by ann@desk, 1 pin left behind');
});
