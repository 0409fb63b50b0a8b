import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { puttingBack } from '../../extension/core/sched-ext/owner-text';
import type { SchedulerOwner } from '../../extension/core/sched-ext/scheduler-owner';
import { loadScheduler, type LoadRequest, type Run } from '../../extension/workflows/load/load';
import { schedulerOwner } from '../../extension/workflows/load/owner';
import { unloadScheduler } from '../../extension/workflows/load/unload';
import {
  FOREIGN_PIN,
  HOLDER,
  hidePerl,
  installService,
  loadPinned,
  prepareHolder,
  removeForeign,
  send,
  startHolder,
} from './foreign-schedulers';
import { openLab, until, valueOf, type LabTarget } from './lab-target';
import { INIT_FAILS, scheduler } from './schedulers';

const OURS = scheduler('ours');

describe.each(['6.12', 'newest'])('replacing another scheduler on kernel %s', (kernel) => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab(kernel);
    await lab.shell('mkdir -p /usr/sbin');
  });
  afterAll(() => lab.close());

  const active = async () =>
    (await lab.shell('cat /sys/kernel/sched_ext/root/ops 2>/dev/null; true')).trim();
  const ownerNow = async (): Promise<SchedulerOwner> => {
    const owner = valueOf(await schedulerOwner(lab.host));
    if (owner === null) throw new Error('no scheduler runs');
    return owner;
  };
  const load = async (text: string, request: Partial<LoadRequest> = {}) => {
    const object = await lab.compile(text, 'ours');
    const { context, host, facts } = lab;
    return valueOf(await loadScheduler(context, { object, host, facts, ...request }));
  };
  const replace = async (putBack: boolean): Promise<Run> => {
    const { sequence } = await ownerNow();
    const result = await load(OURS, { replace: { sequence, putBack } });
    if (result.kind !== 'running') throw new Error(result.log);
    expect(await active()).toBe('ours');
    return result.run;
  };
  const foreignRunsAgain = () => until(active, (ops) => ops === 'good');

  afterEach(async () => {
    await removeForeign(lab);
    await until(active, (ops) => ops === '').catch(() => undefined);
    const pins = await lab.shell('ls -A /sys/fs/bpf/scx-studio 2>/dev/null; true');
    await lab.shell('echo S >/proc/sysrq-trigger; rm -rf /sys/fs/bpf/scx-studio');
    expect(pins).toBe('');
  });

  describe('that is pinned', () => {
    it('names the pin, and puts it back there', async () => {
      await loadPinned(lab);
      const owner = await ownerNow();
      expect(owner).toMatchObject({ ops: 'good', origin: { kind: 'pinned', path: FOREIGN_PIN } });
      expect(puttingBack(owner).kind).toBe('possible');
      const run = await replace(true);
      expect(await run.unload()).toEqual({
        kind: 'unloaded',
        putBack: { ops: 'good', failure: null },
      });
      expect(await active()).toBe('good');
      expect((await ownerNow()).origin).toMatchObject({ kind: 'pinned', path: FOREIGN_PIN });
    });

    it('is put back when the kernel rejects what was to replace it', async () => {
      await loadPinned(lab);
      const { sequence } = await ownerNow();
      const result = await load(INIT_FAILS, { replace: { sequence, putBack: true } });
      expect(result).toMatchObject({ kind: 'rejected', putBack: { ops: 'good', failure: null } });
      expect(await active()).toBe('good');
    });

    it('is put back by whoever finds what both killed processes left', async () => {
      await loadPinned(lab);
      const run = await replace(true);
      await lab.shell(`pid=$(readlink /sys/fs/bpf/scx-studio/*/lease | cut -d' ' -f1)
        kill -9 $pid $(awk -v parent="$pid" '$4 == parent { print $1 }' /proc/[0-9]*/stat)`);
      expect((await run.done).kind).toBe('lost');
      expect(await active()).toBe('ours');
      expect(valueOf(await unloadScheduler(lab.host))).toEqual({
        removed: ['ours'],
        held: [],
        putBack: [{ ops: 'good', failure: null }],
        other: null,
      });
      expect(await active()).toBe('good');
    });

    it('says that it cannot come back where no interpreter makes the calls', async () => {
      await hidePerl(lab);
      await loadPinned(lab);
      const back = puttingBack(await ownerNow());
      expect(back).toMatchObject({ kind: 'impossible' });
      expect(JSON.stringify(back)).toContain(
        'bpftool struct_ops register OBJECT.bpf.o /sys/fs/bpf/foreign/',
      );
      const run = await replace(false);
      expect(await run.unload()).toEqual({ kind: 'unloaded' });
      expect(await active()).toBe('');
    });

    it('stays out after an emergency stop', async () => {
      await loadPinned(lab);
      const run = await replace(true);
      expect(await run.stop()).toBe('link');
      expect(await run.done).toMatchObject({
        kind: 'ended',
        putBack: { ops: 'good', failure: 'the emergency stop ended the run' },
      });
      expect(await active()).toBe('');
    });
  });

  describe('that a service runs', () => {
    it('stops the service, and starts it again', async () => {
      await prepareHolder(lab);
      await installService(lab, 'scx.service');
      await foreignRunsAgain();
      expect((await ownerNow()).origin).toMatchObject({
        kind: 'service',
        unit: 'scx.service',
        user: 'root',
        command: expect.stringContaining(HOLDER) as string,
      });
      const run = await replace(true);
      expect(await run.unload()).toMatchObject({ putBack: { ops: 'good', failure: null } });
      expect(await active()).toBe('good');
      const asked = await lab.shell('grep -v show /tmp/service.log');
      expect(asked.split('\n')).toContain('--no-block stop -- scx.service');
      expect(asked.split('\n')).toContain('start -- scx.service');
    });

    it('passes on to the next run of ours what is to be put back', async () => {
      await prepareHolder(lab);
      await installService(lab, 'scx.service');
      await foreignRunsAgain();
      const first = await replace(true);
      const second = await replace(false);
      const end = await first.done;
      expect(end).toMatchObject({ kind: 'ended' });
      expect(end.putBack).toBeUndefined();
      expect(await second.unload()).toMatchObject({ putBack: { ops: 'good', failure: null } });
    });
  });

  it('asks scx_loader to stop its scheduler, and to start the same again', async () => {
    await prepareHolder(lab);
    await installService(lab, 'scx_loader.service');
    await foreignRunsAgain();
    await send(
      lab,
      '/usr/sbin/scxctl',
      `#!/bin/sh
echo "scxctl $*" >>/tmp/service.log
case $1 in
get) echo 'running Rusty in Auto mode' ;;
stop) systemctl stop scx_loader.service ;;
start) systemctl start scx_loader.service ;;
esac
`,
    );
    expect((await ownerNow()).origin).toMatchObject({ kind: 'loader' });
    const run = await replace(true);
    expect(await run.unload()).toMatchObject({ putBack: { ops: 'good', failure: null } });
    expect(await lab.shell('cat /tmp/service.log')).toContain(
      'scxctl start --sched=rusty --mode=auto',
    );
  });

  it("names another user's program, ends it with SIGINT and cannot put it back", async () => {
    await prepareHolder(lab);
    await lab.shell(
      'grep -q ^alice: /etc/passwd || echo alice:x:1234:1234::/:/bin/sh >>/etc/passwd',
    );
    await startHolder(lab, { cgroup: '/sys/fs/cgroup/user.slice/session-1.scope', uid: 1234 });
    const owner = await ownerNow();
    expect(owner.origin).toMatchObject({ kind: 'program', user: 'alice' });
    expect(puttingBack(owner).kind).toBe('impossible');
    const run = await replace(false);
    expect(await lab.shell('pidof hold-scheduler; true')).toBe('');
    await run.unload();
    expect(await active()).toBe('');
  });

  it('does not take out a scheduler that came after the question', async () => {
    await loadPinned(lab);
    const { sequence } = await ownerNow();
    await lab.shell('rm -r /sys/fs/bpf/foreign; sleep 1');
    await loadPinned(lab);
    const object = await lab.compile(OURS, 'ours');
    const { context, host, facts } = lab;
    const replacement = { sequence, putBack: false };
    const request = { object, host, facts, replace: replacement };
    expect(await loadScheduler(context, request)).toMatchObject({
      kind: 'problem',
      problem: { code: 'busy', detail: 'good' },
    });
    expect(await active()).toBe('good');
  });

  it('puts back a run that its user had kept', async () => {
    const result = await load(scheduler('good'));
    if (result.kind !== 'running') throw new Error(result.log);
    await result.run.keep();
    expect((await ownerNow()).origin).toMatchObject({ kind: 'run', run: { hold: 'kept' } });
    const run = await replace(true);
    expect(await run.unload()).toMatchObject({ putBack: { ops: 'good', failure: null } });
    expect((await ownerNow()).origin).toMatchObject({
      kind: 'run',
      run: { hold: 'kept', ops: 'good', who: 'tester@lab' },
    });
    expect(valueOf(await unloadScheduler(lab.host)).removed).toEqual(['good']);
  });
});
