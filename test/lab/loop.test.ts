import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KernelRecord, Sample } from '../../extension/core/sched-ext/target';
import { loadScheduler, type LoadResult } from '../../extension/workflows/load/load';
import { schedulerOwner } from '../../extension/workflows/load/owner';
import { unloadScheduler } from '../../extension/workflows/load/unload';
import { readSample, watchStatus } from '../../extension/workflows/observe/samples';
import { followKernelLog } from '../../extension/workflows/observe/kernel-log';
import { LogCursor } from '../../extension/workflows/observe/log-cursor';
import { targetFacts } from '../../extension/workflows/target-facts';
import { verifyScheduler } from '../../extension/workflows/verify/verify';
import { openLab, until, valueOf, type LabTarget } from './lab-target';
import { GOOD, INIT_FAILS, lineOf, NULL_CHECK_MISSING, REPORTS_ERROR, STALLS } from './schedulers';

/** 6.12: the LTS with the old kfunc names; newest: the verifier with reports. */
const KERNELS = ['6.12', '6.16', '6.18', 'newest'];

describe.each(KERNELS)('the loop on kernel %s', (kernel) => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab(kernel);
  });
  afterAll(() => lab.close());

  const stateOf = async () => (await lab.shell('cat /sys/kernel/sched_ext/state')).trim();
  const load = async (text: string, name: string) => {
    const object = await lab.compile(text, name);
    const result = await loadScheduler(lab.context, { object, host: lab.host, facts: lab.facts });
    return { object, result: valueOf(result) };
  };

  it('verifies a good scheduler and says what it costs', async () => {
    const object = await lab.compile(GOOD, 'good');
    const { findings, programs } = valueOf(
      await verifyScheduler({ object, host: lab.host, facts: lab.facts }),
    );
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(programs).toEqual([
      expect.objectContaining({ name: 'good_enqueue', verdict: 'passed' }),
    ]);
    expect(programs[0]!.instructions).toBeGreaterThan(0);
    expect(await lab.shell('ls /sys/fs/bpf; ls /tmp')).not.toMatch(/scx-studio[.-]/);
  });

  it('finds the missing NULL check at its line', async () => {
    const object = await lab.compile(NULL_CHECK_MISSING, 'null check');
    const { findings, programs } = valueOf(
      await verifyScheduler({ object, host: lab.host, facts: lab.facts }),
    );
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      code: 'verifier/null-pointer',
      file: object.source,
      line: lineOf(NULL_CHECK_MISSING),
      program: 'null_check_enqueue',
    });
    expect(programs[0]).toMatchObject({ name: 'null_check_enqueue', verdict: 'failed' });
  });

  it('loads, shows tasks running under it, and unloads', async () => {
    const { result } = await load(GOOD, 'good');
    if (result.kind !== 'running') throw new Error(result.log);
    expect(result.run.ops).toBe('good');
    const samples: Sample[] = [];
    const records: KernelRecord[] = [];
    const watch = watchStatus(lab.host, { intervalMs: 500 }, (sample) => samples.push(sample));
    const log = followKernelLog(lab.host, {
      cursor: new LogCursor(),
      history: true,
      onRecord: (record) => records.push(record),
    });
    await until(
      () => Promise.resolve(samples.length),
      (count) => count >= 3,
    );
    expect(samples[0]).toMatchObject({ state: 'enabled', ops: 'good' });
    expect(samples[0]!.extTasks).toBeGreaterThan(0);
    expect(await result.run.unload()).toEqual({ kind: 'unloaded' });
    expect(valueOf(await readSample(lab.host))).toMatchObject({ state: 'disabled', ops: null });
    await until(
      () => Promise.resolve(records.map(({ text }) => text)),
      (texts) => texts.some((text) => text.includes('"good" disabled')),
    );
    watch.end();
    log.end();
    await Promise.all([watch.done, log.done]);
    expect(await lab.shell('ls -A /sys/fs/bpf/scx-studio')).toBe('');
  });

  it('says that init failed, although bpftool exits 0', async () => {
    const { object, result } = await load(INIT_FAILS, 'init fails');
    if (result.kind !== 'rejected') throw new Error('it was loaded');
    expect(result.findings).toContainEqual(
      expect.objectContaining({ code: 'run/init-failed', severity: 'error', file: object.source }),
    );
    expect(await stateOf()).toBe('disabled');
  });

  /** Why the kernel threw it out: while it was being loaded, or a little later. */
  const findingsOfEnd = async (result: LoadResult) => {
    if (result.kind === 'rejected') return result.findings;
    const end = await result.run.done;
    return end.kind === 'ended' ? end.findings : [];
  };

  it('says which task a stalling scheduler starved', async () => {
    const { result } = await load(STALLS, 'stalls');
    const findings = await findingsOfEnd(result);
    expect(findings[0]).toMatchObject({ code: 'run/stall', severity: 'error' });
    expect(findings[0]!.raw.join('\n')).toContain('failed to run for');
    await until(stateOf, (state) => state === 'disabled');
  });

  it("shows the scheduler's own words for scx_bpf_error", async () => {
    const { result } = await load(REPORTS_ERROR, 'reports error');
    const findings = await findingsOfEnd(result);
    expect(findings[0]).toMatchObject({ code: 'run/bpf-error', severity: 'error' });
    expect(findings[0]!.raw.join('\n')).toContain('and that is enough');
    await until(stateOf, (state) => state === 'disabled');
  });

  it('refuses a second scheduler by name, and replaces it when asked', async () => {
    const { object, result } = await load(GOOD, 'good');
    if (result.kind !== 'running') throw new Error(result.log);
    const request = { object, host: lab.host, facts: lab.facts };
    const second = await loadScheduler(lab.context, request);
    expect(second).toMatchObject({ kind: 'problem', problem: { code: 'busy', detail: 'good' } });
    const { sequence } = valueOf(await schedulerOwner(lab.host))!;
    const replace = { sequence, putBack: false };
    const third = valueOf(await loadScheduler(lab.context, { ...request, replace }));
    if (third.kind !== 'running') throw new Error(third.log);
    expect((await result.run.done).kind).toBe('ended');
    expect(await stateOf()).toBe('enabled');
    // It is held: only by its name is it taken from its holder.
    expect(valueOf(await unloadScheduler(lab.host))).toMatchObject({
      removed: [],
      held: [{ ops: 'good', who: 'tester@lab' }],
    });
    const [held] = valueOf(await targetFacts(lab.host)).runs;
    expect(held).toMatchObject({ hold: 'held', ops: 'good', who: 'tester@lab' });
    const unloaded = valueOf(await unloadScheduler(lab.host, { run: held!.name }));
    expect(unloaded.removed).toEqual(['good']);
    expect(await stateOf()).toBe('disabled');
  });
});
