/** Reports of ends that only a kernel log tells of. */
import { expect, it } from 'vitest';
import { loggedEnd } from '../../../../extension/core/exit-report/logged-end';

const record = (second: number, text: string) => ({
  ...{ sequence: second, timeMicros: second * 1e6, level: 6, text },
});
const RECORDS = [
  record(1, 'sched_ext: BPF scheduler "one" enabled'),
  record(2, 'sched_ext: BPF scheduler "one" disabled (scx_bpf_error)'),
  record(3, 'sched_ext: one: one.bpf.c:7: first'),
  record(4, 'sched_ext: BPF scheduler "two" enabled'),
  record(5, 'sched_ext: BPF scheduler "two" disabled (runtime error)'),
  record(6, 'sched_ext: two: ops.init() failed (-22)'),
] as const;
const WHERE = { target: 'box', bootedAtMs: Date.UTC(2026, 10, 1) };

it('are of the last end, else of the one that is asked for', () => {
  expect(loggedEnd(RECORDS, WHERE)).toMatchObject({ ops: 'two', kernel: null, subject: null });
  const first = loggedEnd(RECORDS, { ...WHERE, kernel: '6.18', said: RECORDS[1] });
  expect(first).toMatchObject({
    ...{ ops: 'one', kernel: '6.18', hasRun: true, startedAt: '2026-11-01T00:00:01.000Z' },
    exit: { reason: 'scx_bpf_error', message: 'one.bpf.c:7: first' },
    findings: [{ code: 'run/bpf-error', file: null, line: 7 }],
  });
  expect(first?.log).toHaveLength(3);
  expect(loggedEnd(RECORDS, { ...WHERE, said: record(9, RECORDS[1].text) })).toBeNull();
});

it('lead to the source where that is known', () => {
  const places = {
    source: '/home/me/one.bpf.c',
    resolveFile: (name: string) => `/home/me/${name}`,
    place: <T>(findings: T) => findings,
  };
  expect(loggedEnd(RECORDS, { ...WHERE, said: RECORDS[1], places })).toMatchObject({
    subject: '/home/me/one.bpf.c',
    findings: [{ file: '/home/me/one.bpf.c', line: 7 }],
  });
});
