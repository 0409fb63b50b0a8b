/** What a look at a target says of the scheduler that runs there, and of who loaded it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { schedulerSummary } from '../../extension/core/sched-ext/target-summary';
import { loadScheduler } from '../../extension/workflows/load/load';
import { targetFacts } from '../../extension/workflows/target-facts';
import {
  FOREIGN_PIN,
  loadPinned,
  prepareHolder,
  removeForeign,
  startHolder,
} from './foreign-schedulers';
import { openLab, until, valueOf, type LabTarget } from './lab-target';
import { lookAt, summaryOf } from './look-at';
import { GOOD } from './schedulers';
import { withoutRights } from './without-rights';

describe('a look at a target', () => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab('newest');
  });
  afterAll(() => lab.close());

  const active = () => lab.shell('cat /sys/kernel/sched_ext/root/ops 2>/dev/null; true');
  const load = async () => {
    const object = await lab.compile(GOOD, 'good');
    const { context, host, facts } = lab;
    const result = valueOf(await loadScheduler(context, { object, host, facts }));
    if (result.kind !== 'running') throw new Error(result.log);
    return result.run;
  };

  afterEach(async () => {
    await lab.shell('chmod 1777 /sys/fs/bpf');
    await removeForeign(lab);
    await until(active, (ops) => ops === '');
  });

  it('names the pin of a scheduler that others loaded', async () => {
    await loadPinned(lab);
    expect(await summaryOf(lab.host)).toBe(`good, pinned at ${FOREIGN_PIN}`);
  });

  it("names somebody's program, and says no more where it can not become root", async () => {
    await prepareHolder(lab);
    await startHolder(lab, { cgroup: '/sys/fs/cgroup/user.slice/session-1.scope' });
    expect(await summaryOf(lab.host)).toMatch(/^good, by pid \d+ of root \(hold-scheduler\)$/);
    expect(await summaryOf(withoutRights(lab))).toBe('good, not loaded by SCX Studio');
  });

  it('names who holds ours, and asks no more', async () => {
    const run = await load();
    const { facts, owner } = await lookAt(lab.host);
    await run.unload();
    expect(schedulerSummary(facts, owner)).toBe('good, held by tester@lab');
    expect(owner).toBeNull();
  });

  it.each([
    ['where systemd mounts it', 'chmod 700 /sys/fs/bpf', 'chmod 1777 /sys/fs/bpf'],
    [
      'where its umask is strict',
      'chmod 700 /sys/fs/bpf/scx-studio',
      'chmod 755 /sys/fs/bpf/scx-studio',
    ],
  ])('says that only root can see whose it is, %s', async (_name, hide, show) => {
    const run = await load();
    await lab.shell(hide);
    const asNobody = await summaryOf(withoutRights(lab));
    const asRoot = await summaryOf(lab.host);
    await lab.shell(show);
    expect(await summaryOf(withoutRights(lab))).toBe('good, held by tester@lab');
    await run.unload();
    expect(asNobody).toBe('good, who loaded it only root can see');
    expect(asRoot).toBe('good, held by tester@lab');
  });

  it('knows where there is nothing to hide', async () => {
    await lab.shell('rm -rf /sys/fs/bpf/scx-studio');
    const nobody = withoutRights(lab);
    expect(valueOf(await targetFacts(nobody)).areRunsHidden).toBe(false);
    await lab.shell('umount /sys/fs/bpf');
    expect(valueOf(await targetFacts(nobody)).areRunsHidden).toBe(false);
    await lab.shell('mount -t bpf bpf /sys/fs/bpf; chmod 700 /sys/fs/bpf');
    expect(valueOf(await targetFacts(nobody)).areRunsHidden).toBe(true);
    expect(valueOf(await targetFacts(lab.host)).areRunsHidden).toBe(false);
  });
});
