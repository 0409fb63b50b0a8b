import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LoadedRun } from '../../extension/core/sched-ext/target';
import { emergencyStop } from '../../extension/workflows/load/emergency-stop';
import { loadScheduler, type LoadRequest, type Run } from '../../extension/workflows/load/load';
import { unloadScheduler } from '../../extension/workflows/load/unload';
import { targetFacts } from '../../extension/workflows/target-facts';
import { KILL_HOLDER } from './kill-holder';
import { openLab, until, valueOf, type LabTarget } from './lab-target';
import { GOOD, STARVES } from './schedulers';

describe.each(['6.12', 'newest'])('the lease on kernel %s', (kernel) => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab(kernel);
  });
  afterAll(() => lab.close());

  const stateOf = async () => (await lab.shell('cat /sys/kernel/sched_ext/state')).trim();
  const runs = async (): Promise<readonly LoadedRun[]> => valueOf(await targetFacts(lab.host)).runs;
  const running = async (text: string, request: Partial<LoadRequest> = {}): Promise<Run> => {
    const object = await lab.compile(text, 'leased');
    const { context, host, facts } = lab;
    const result = valueOf(await loadScheduler(context, { object, host, facts, ...request }));
    if (result.kind !== 'running') throw new Error(result.log);
    return result.run;
  };

  afterEach(async () => {
    const state = await stateOf();
    // One test's failure is not to become all others'.
    const pins = await lab.shell('ls -A /sys/fs/bpf/scx-studio 2>/dev/null; true');
    await lab.shell('echo S >/proc/sysrq-trigger; rm -rf /sys/fs/bpf/foreign');
    await lab.shell('rm -rf /sys/fs/bpf/scx-studio');
    expect({ state, pins }).toEqual({ state: 'disabled', pins: '' });
  });

  it('shows who holds what runs', async () => {
    const run = await running(GOOD);
    expect(await runs()).toEqual([
      {
        name: expect.stringMatching(/^run-/) as string,
        ops: 'good',
        who: 'tester@lab',
        hold: 'held',
      },
    ]);
    expect(await run.unload()).toEqual({ kind: 'unloaded' });
    expect(await runs()).toEqual([]);
  });

  it('is released on purpose: the scheduler stays, and shows as kept', async () => {
    const run = await running(GOOD);
    expect(await run.keep()).toEqual({ kind: 'kept' });
    expect(await stateOf()).toBe('enabled');
    expect(await runs()).toMatchObject([{ ops: 'good', who: 'tester@lab', hold: 'kept' }]);
    expect(valueOf(await unloadScheduler(lab.host)).removed).toEqual(['good']);
  });

  it('ends a trial by itself', async () => {
    const run = await running(GOOD, { trialSeconds: 2 });
    expect(await run.done).toMatchObject({ kind: 'trial', findings: [] });
  });

  it('shows what both its processes left when they were killed', async () => {
    const run = await running(GOOD);
    await lab.shell(KILL_HOLDER);
    expect(await run.done).toMatchObject({ kind: 'lost' });
    expect(await stateOf()).toBe('enabled');
    expect(await runs()).toMatchObject([{ ops: 'good', hold: 'left' }]);
    expect(valueOf(await unloadScheduler(lab.host)).removed).toEqual(['good']);
  });

  it('stops in an emergency over its own channel, and says what worked', async () => {
    const run = await running(GOOD);
    expect(valueOf(await emergencyStop(lab.host, run))).toBe('link');
    expect((await run.done).kind).toBe('ended');
    expect(valueOf(await emergencyStop(lab.host, null))).toBe('nothing');
  });

  it('stops a scheduler that nobody of ours loaded by SysRq-S', async () => {
    const object = await lab.compile(GOOD, 'foreign');
    const bytes = Buffer.from((await lab.context.files.readBytes(object.strippedPath))!);
    await lab.shell(`echo ${bytes.toString('base64')} | base64 -d >/tmp/foreign.o`);
    await lab.shell('bpftool struct_ops register /tmp/foreign.o /sys/fs/bpf/foreign');
    expect(await stateOf()).toBe('enabled');
    expect(valueOf(await emergencyStop(lab.host, null))).toBe('sysrq');
    await lab.shell('rm -r /sys/fs/bpf/foreign /tmp/foreign.o');
  });

  it('stops a scheduler that runs no task at all, long before the watchdog', async () => {
    const run = await running(STARVES);
    expect(valueOf(await emergencyStop(lab.host, run))).toMatch(/^(link|sysrq)$/);
    const end = await run.done;
    // The kernel's watchdog would have said that a task stalled.
    expect(JSON.stringify(end)).not.toContain('failed to run for');
    await until(stateOf, (state) => state === 'disabled');
  });

  it('is taken out of a target that starves everything, when its time is up', async () => {
    const run = await running(STARVES, { trialSeconds: 4 });
    const end = await run.done;
    expect(JSON.stringify(end)).not.toContain('failed to run for');
    expect(end.kind).toBe('trial');
  });
});
