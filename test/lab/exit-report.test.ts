import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dumpOf, reasonOf, type ExitReport } from '../../extension/core/exit-report/exit-report';
import { loadScheduler } from '../../extension/workflows/load/load';
import { dumpNow } from '../../extension/workflows/observe/dump-now';
import { saveReport } from '../../extension/workflows/observe/report-folder';
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

  it('of scx_bpf_error() has its text, its line and the dump', async () => {
    const { report, file } = await endOf(ENDS_WITH_ERROR, 'ends with error');
    expect(report).toMatchObject({
      exit: { kind: 1025, kindName: 'SCX_EXIT_ERROR_BPF', code: '0' },
      ...{ dumpSource: 'tracepoint', isDumpCut: false },
    });
    expect(report.exit.message).toMatch(/^ends with error.bpf.c:\d+: 2\d enqueued, last ./);
    expect(dumpOf(report)!.lines.join()).toMatch(/enqueued=2\d/);
    const line = lineOf(ENDS_WITH_ERROR, 'scx_bpf_error(');
    expect(reasonOf(report)).toMatchObject({ file, line });
    const frame = report.backtrace.find(({ program }) => program !== null);
    expect(frame).toMatchObject({ program: 'header_enqueue', file, line });
    expect(frame?.code).toContain('scx_bpf_error("%llu enqueued');
  });

  it('has the dump of its own map where there is no tracefs', async () => {
    const places = '/sys/kernel/tracing /sys/kernel/debug/tracing';
    await lab.shell(
      `mkdir -p /tmp/none; for place in ${places}; do mount --bind /tmp/none $place; done; true`,
    );
    const { report } = await endOf(ENDS_WITH_ERROR, 'ends without trace');
    await lab.shell(`for place in ${places}; do umount $place; done; true`);
    expect(report).toMatchObject({ dumpSource: 'exit map', exit: { kind: 1025, code: '0' } });
    expect(dumpOf(report)!.lines.join()).toMatch(/enqueued=2\d/);
  });

  it('has nothing of the maps of another scheduler that ended', async () => {
    const { bytes } = await lab.compile(ENDS_WITH_ERROR, 'foreign');
    await lab.send(bytes, 'cat >/tmp/foreign.o');
    // Its pin stays when the kernel throws it out, and with it its maps, as a program that lives on keeps them.
    await lab.shell('bpftool struct_ops register /tmp/foreign.o /sys/fs/bpf/foreign');
    const state = () => lab.shell('cat /sys/kernel/sched_ext/state');
    await until(state, (text) => text.trim() === 'disabled');
    const { report } = await endOf(STALLS, 'stalls beside it');
    const maps = await lab.shell('bpftool map dump name .bss.uei; rm -rf /sys/fs/bpf/foreign');
    expect(maps).toContain('"kind": 1025');
    expect(report.exit).toMatchObject({ kind: 1026, reason: 'runnable task stall', code: null });
    expect(report.exit.message).toContain('failed to run for');
    expect(report.dumpSource).toBe('tracepoint');
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

  it('of scx_bpf_exit() has no dump, though one was asked for while it ran', async () => {
    const late = ENDS_WITH_CODE.replace('seen.enqueued > 20', 'seen.enqueued > 20 && is_over');
    const text = late.replace('#define QUEUE', 'bool is_over SEC(".bss.over");\n#define QUEUE');
    const object = await lab.compile(text, 'ends when told');
    const loaded = valueOf(
      await loadScheduler(lab.context, { object, host: lab.host, facts: lab.facts }),
    );
    if (loaded.kind !== 'running') throw new Error(loaded.log);
    expect(valueOf(await dumpNow(lab.host)).dump.trigger).toContain('SysRq-D');
    await lab.shell('bpftool map update name .bss.over key 0 0 0 0 value 1');
    const end = await loaded.run.done;
    expect(end).toMatchObject({
      kind: 'ended',
      report: { dumpText: null, events: [], exit: { kind: 65, message: 'enough' } },
    });
  });

  it('is about the object that was loaded, whatever was built of its source since', async () => {
    const late = ENDS_WITH_ERROR.replace('seen.enqueued > 20', 'seen.enqueued > 20 && is_over');
    const text = late.replace('#define QUEUE', 'bool is_over SEC(".bss.over");\n#define QUEUE');
    const object = await lab.compile(text, 'built again');
    const { bytes } = object;
    const loaded = valueOf(
      await loadScheduler(lab.context, { object, host: lab.host, facts: lab.facts }),
    );
    if (loaded.kind !== 'running') throw new Error(loaded.log);
    const fixed = await lab.compile(`\n\n\n${USES_HEADERS}`, 'built again');
    expect(fixed.strippedPath).toBe(object.strippedPath);
    await lab.shell('bpftool map update name .bss.over key 0 0 0 0 value 1');
    const end = await loaded.run.done;
    if (end.kind !== 'ended') throw new Error(end.kind);
    const line = lineOf(text, 'scx_bpf_error(');
    expect(reasonOf(end.report)).toMatchObject({ file: object.source, line });
    const versions = new Map(end.report.versions);
    expect(versions.get('SCX Studio')).toBe(lab.context.version);
    expect(versions.get('Compiled by')).toMatch(/clang version \d+/);
    const folder = mkdtempSync(join(tmpdir(), 'scx report '));
    valueOf(await saveReport(lab.context.files, join(folder, 'one'), end.report, object));
    const saved = (name: string) => readFileSync(join(folder, 'one', name));
    expect(saved('header.bpf.o').equals(bytes)).toBe(true);
    const hash = createHash('sha256').update(text).digest('hex');
    expect(saved('sources.sha256').toString()).toContain(`${hash}  ${object.source}\n`);
    rmSync(folder, { recursive: true });
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
