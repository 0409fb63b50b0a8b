import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dumpOf, reasonOf, type ExitReport } from '../../extension/core/exit-report/exit-report';
import { loadScheduler } from '../../extension/workflows/load/load';
import { dumpNow } from '../../extension/workflows/observe/dump-now';
import { openLab, until, valueOf, type LabTarget } from './lab-target';
import { MISSING_QUEUE, MISSING_SOURCE } from './missing-queues';
import { INIT_FAILS, lineOf, STALLS } from './schedulers';
import { ENDS_WITH_CODE, ENDS_WITH_ERROR, USES_HEADERS } from './template-header';

describe.each(['6.12', 'newest'])('a report of an end on kernel %s', (kernel) => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab(kernel);
  });
  afterAll(() => lab.close());
  afterEach(async () => {
    const state = () => lab.shell('cat /sys/kernel/sched_ext/state');
    await until(state, (text) => text.trim() === 'disabled');
    const left = 'ls -A /sys/fs/bpf/scx-studio /sys/kernel/tracing/instances';
    expect(/run-/.exec(await lab.shell(left))).toBeNull();
  });

  /** Loads it, and waits until it is thrown out. */
  const endOf = async (
    text: string,
    name: string,
  ): Promise<{ report: ExitReport; file: string }> => {
    const object = await lab.compile(text, name);
    const request = { object, host: lab.host, facts: lab.facts };
    const result = valueOf(await loadScheduler(lab.context, request));
    const end = result.kind === 'running' ? await result.run.done : result;
    if (end.kind !== 'ended' && end.kind !== 'rejected') throw new Error(end.kind);
    return { report: end.report, file: object.source };
  };

  it('of a stall names the task, how long it waited and where', async () => {
    const { report, file } = await endOf(STALLS, 'stalls');
    expect(report).toMatchObject({
      ops: 'stalls',
      hasRun: true,
      exit: { kind: 1026, kindName: 'SCX_EXIT_ERROR_STALL', reason: 'runnable task stall' },
      dumpSource: 'tracepoint',
    });
    const line = lineOf(STALLS, 'stalls_enqueue');
    expect(reasonOf(report)).toMatchObject({ code: 'run/stall', file, line });
    const { stalled } = report;
    expect(stalled?.waitedSeconds).toBeGreaterThan(1.9);
    expect(stalled?.where).toContain('in no dispatch queue');
    const waiting = dumpOf(report)!.cpus.find(({ cpu }) => cpu === stalled?.cpu)!.tasks;
    expect(waiting.map(({ pid }) => pid)).toContain(stalled?.pid);
  });

  it('of scx_bpf_error() has its text, its line and the dump in its own map', async () => {
    const { report, file } = await endOf(ENDS_WITH_ERROR, 'ends with error');
    expect(report).toMatchObject({
      exit: { kind: 1025, kindName: 'SCX_EXIT_ERROR_BPF', code: '0' },
      dumpSource: 'exit map',
    });
    expect(report.exit.message).toMatch(/^ends with error.bpf.c:\d+: 2\d enqueued, last ./);
    expect(dumpOf(report)!.lines.join()).toMatch(/enqueued=2\d/);
    const line = lineOf(ENDS_WITH_ERROR, 'scx_bpf_error(');
    expect(reasonOf(report)).toMatchObject({ file, line });
    const frame = report.backtrace.find(({ program }) => program !== null);
    expect(frame).toMatchObject({ program: 'header_enqueue', file, line });
    expect(frame?.code).toContain('scx_bpf_error("%llu enqueued');
  });

  it('of a missing queue leads to the one call that names it', async () => {
    const { report, file } = await endOf(MISSING_QUEUE, 'missing queue');
    const message = expect.stringContaining('non-existent DSQ 0x1267') as string;
    expect(report.exit).toMatchObject({ kind: 1024, message });
    expect(reasonOf(report)).toMatchObject({ code: 'run/dsq', file, line: lineOf(MISSING_QUEUE) });
  });

  it('leads to the call inside of the function that made it', async () => {
    const { report, file } = await endOf(MISSING_SOURCE, 'missing source');
    const frames = report.backtrace.filter(({ program }) => program !== null);
    expect(frames.map(({ program }) => program)).toEqual(['take_task', 'missing_source_dispatch']);
    const line = lineOf(MISSING_SOURCE);
    expect(frames[0]).toMatchObject({ file, line });
    expect(frames[0]?.code).toContain('scx_bpf_dsq_move_to_local(queue)');
    const caller = lineOf(MISSING_SOURCE, 'take_task(4711)');
    expect(frames[1]).toMatchObject({ file, line: caller });
    expect(reasonOf(report)).toMatchObject({ code: 'run/dsq', file, line });
  });

  it('of a failed init says that it never ran', async () => {
    const { report, file } = await endOf(INIT_FAILS, 'init fails');
    expect(report).toMatchObject({ ops: 'init_fails', hasRun: false, startedAt: null });
    expect(report.exit).toMatchObject({ reason: 'runtime error' });
    expect(reasonOf(report)).toMatchObject({ code: 'run/init-failed', file });
  });

  it('of scx_bpf_exit() has its code and text, which no log has', async () => {
    const { report } = await endOf(ENDS_WITH_CODE, 'ends with code');
    expect(report.exit).toMatchObject({
      ...{ kind: 65, kindName: 'SCX_EXIT_UNREG_BPF', code: '42', message: 'enough' },
    });
    expect(report.dumpText).toBeNull();
  });

  it('is no part of a dump of one that goes on running', async () => {
    const object = await lab.compile(USES_HEADERS, 'uses headers');
    const request = { object, host: lab.host, facts: lab.facts };
    const loaded = valueOf(await loadScheduler(lab.context, request));
    if (loaded.kind !== 'running') throw new Error(loaded.log);
    const taken = valueOf(await dumpNow(lab.host));
    expect(taken).toMatchObject({ ops: 'header', lostLines: 0, dump: { isTruncated: false } });
    expect(taken.dump.trigger).toContain('SysRq-D');
    expect(taken.dump.lines.join()).toContain('enqueued=');
    expect((await lab.shell('cat /sys/kernel/sched_ext/state')).trim()).toBe('enabled');
    expect(await lab.shell('ls /sys/kernel/tracing/instances')).not.toMatch(/scx-studio\.\d/);
    expect(await loaded.run.unload()).toEqual({ kind: 'unloaded' });
    expect(await dumpNow(lab.host)).toMatchObject({ problem: { code: 'nothing-loaded' } });
  });
});
