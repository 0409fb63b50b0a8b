import { describe, expect, it } from 'vitest';
import { exitInfo } from '../../../../extension/core/exit-report/exit-info';
import { loggedEnd } from '../../../../extension/core/exit-report/logged-end';
import { readReport } from '../../../../extension/core/exit-report/read-report';
import { reportLines } from '../../../../extension/core/exit-report/report-text';
import { placeNamed } from '../../../../extension/core/exit-report/shown-report';
import {
  cpusOfMask,
  stalledTask,
  stalledWords,
} from '../../../../extension/core/exit-report/stalled-task';
import { BARE_REPORT, reportOf } from '../../../fakes/exit-reports';

describe('an exit', () => {
  it.each([
    [{ kind: 1027 }, 'SCX_EXIT_ERROR_REENQ', 'reenqueue limit'],
    [{ reason: 'runnable task stall' }, 'SCX_EXIT_ERROR_STALL', 'runnable task stall'],
    [{ kind: 4711, reason: 'of a newer kernel' }, null, 'of a newer kernel'],
  ])('%j is %s', (known, kindName, reason) => {
    expect(exitInfo(known)).toMatchObject({ kindName, reason });
  });

  it.each([
    ['281479271677952', ['a CPU came or went', 'its loader is to start it again']],
    ['4294967303', ['a CPU came or went', 'its own code is 7']],
    ['42', []],
    ['-1', []],
  ])('code %s means %j', (code, words) => {
    expect(exitInfo({ kind: 65, code }).codeWords).toEqual(words);
  });
});

describe('a stalled task', () => {
  const { stalled, dumpText } = reportOf();
  it('is found in the dump', () => {
    expect(stalled).toMatchObject({ comm: 'lazy', pid: 812, waitedSeconds: 5.1, cpu: 0 });
    expect(stalledWords(stalled!)).toBe(
      'lazy[812] was ready to run and waited 5.1 s on CPU 0. It was in no dispatch queue: enqueue had it, and nothing inserted it anywhere. It may use CPUs 0-1.',
    );
    expect(dumpText).not.toBeNull();
  });

  it('may have a name of any characters, and be missing in the dump', () => {
    expect(stalledTask('a] [1] b[97] failed to run for 30.464s', null)).toEqual({
      ...{ comm: 'a] [1] b', pid: 97, waitedSeconds: 30.464 },
      ...{ cpu: null, where: null, allowedCpus: null },
    });
    expect(stalledTask('non-existent DSQ 0x7', null)).toBeNull();
  });

  it.each([
    ['f', 'CPUs 0-3'],
    ['00000001,00000000', 'CPU 32'],
    ['10d', 'CPUs 0, 2-3, 8'],
    ['0', 'no CPU'],
    ['0-3', 'the CPUs of the mask 0-3'],
  ])('with the mask %s may use %s', (mask, words) => {
    expect(cpusOfMask(mask)).toBe(words);
  });
});

describe('a report', () => {
  it('is the same after it was written and read', () => {
    const report = reportOf();
    expect(readReport(JSON.stringify(report))).toEqual({ kind: 'report', report });
    expect(readReport(JSON.stringify(BARE_REPORT))).toEqual({
      kind: 'report',
      report: BARE_REPORT,
    });
  });

  it('is read as one with a whole dump when it was written before that was said', () => {
    const { isDumpCut, ...older } = reportOf();
    expect(readReport(JSON.stringify(older))).toMatchObject({ report: { isDumpCut } });
  });

  it('says where its dump is from, and that it is cut off', () => {
    const lines = reportLines(reportOf({ dumpSource: 'exit map', isDumpCut: true }));
    expect(lines.at(-1)).toMatch(/^Debug dump: \d+ lines, from the exit map; it is cut off/);
  });

  it.each([
    ['{', /no JSON/],
    ['null', /it: /],
    ['[]', /ops|version/],
    [JSON.stringify({ ...reportOf(), version: 2 }), /newer SCX Studio/],
    [JSON.stringify({ ...reportOf(), backtrace: [{ text: 7 }] }), /backtrace\.0\.text/],
    [JSON.stringify({ ...reportOf(), dumpSource: 'rumour' }), /dumpSource/],
  ])('is refused as %s', (json, cause) => {
    const read = readReport(json);
    expect(read.kind === 'broken' && read.cause).toMatch(cause);
  });

  it('names the places that a page may open, and no other', () => {
    const report = reportOf();
    expect(placeNamed(report, 'finding 0')).toEqual({ file: '/home/me/lazy/lazy.bpf.c', line: 26 });
    expect(placeNamed(report, 'frame 1')).toEqual({ file: '/home/me/lazy/lazy.bpf.c', line: 31 });
    for (const key of ['frame 0', 'frame 9', 'finding -1', '/etc/passwd', 'finding 0x0', '']) {
      expect(placeNamed(report, key), key).toBeNull();
    }
  });

  it('is told in lines', () => {
    const text = reportLines(reportOf()).join('\n');
    expect(text).toContain('lazy ended\n  on lab:6.18, Linux 6.18.15');
    expect(text).toContain('/home/me/lazy/lazy.bpf.c:31\n          scx_bpf_error("too late");');
    expect(text).toContain('from the tracepoint.');
    expect(reportLines(BARE_REPORT).join('\n')).toContain('No debug dump was kept.');
  });
});

describe('the last end of a kernel log', () => {
  const records = (texts: readonly string[]) =>
    texts.map((text, index) => ({ sequence: index, timeMicros: index * 1e6, level: 6, text }));
  const options = { target: 'vm', bootedAtMs: Date.parse('2026-01-01T00:00:00Z') };

  it('is one report, without what others did before and after it', () => {
    const report = loggedEnd(
      records([
        'sched_ext: BPF scheduler "a" enabled',
        'sched_ext: BPF scheduler "a" disabled (runtime error)',
        'sched_ext: a: invalid DSQ ID 0x1',
        'sched_ext: BPF scheduler "b" enabled',
        'usb 1-1: new device',
        'sched_ext: BPF scheduler "b" disabled (scx_bpf_error)',
        'sched_ext: b: enough',
        '   bpf_prog_a616b29c7b94f7a1_b_enqueue+0x10/0x20',
        'sched_ext: BPF scheduler "c" enabled',
      ]),
      options,
    );
    expect(report).toMatchObject({
      ...{ ops: 'b', hasRun: true, exit: { kind: 1025, message: 'enough' } },
      ...{ startedAt: '2026-01-01T00:00:03.000Z', endedAt: '2026-01-01T00:00:05.000Z' },
      findings: [{ code: 'run/bpf-error', program: 'b_enqueue' }],
      backtrace: [{ program: 'b_enqueue' }],
    });
    expect(report?.log).toHaveLength(5);
  });

  it('knows one that never ran, and none', () => {
    const refused = loggedEnd(
      records([
        'sched_ext: BPF scheduler "a" disabled (unregistered from user space)',
        'sched_ext: BPF scheduler "x" disabled (runtime error)',
        'sched_ext: x: ops.init() failed (-17)',
      ]),
      options,
    );
    expect(refused).toMatchObject({ ops: 'x', hasRun: false, startedAt: null });
    expect(refused?.log).toHaveLength(2);
    expect(loggedEnd(records(['usb 1-1: new device']), options)).toBeNull();
  });
});
