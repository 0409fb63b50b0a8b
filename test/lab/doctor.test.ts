import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../extension/hosts/api';
import { doctor, type Check } from '../../extension/workflows/doctor';
import { preflight } from '../../extension/workflows/doctor/preflight';
import { loadScheduler } from '../../extension/workflows/load/load';
import { targetFacts } from '../../extension/workflows/target-facts';
import { openLab, valueOf, type LabTarget } from './lab-target';
import { GOOD } from './schedulers';
import { withoutRights } from './without-rights';

describe.each(['6.12', 'newest'])('doctor on kernel %s', (kernel) => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab(kernel);
  });
  afterAll(() => lab.close());

  const ofTarget = async (host: Host = lab.host) =>
    (await doctor(lab.context, host)).filter(({ where }) => where === 'target');
  const faultsOf = async (host?: Host) =>
    (await ofTarget(host)).filter(({ status }) => status !== 'ok');
  const briefly = (checks: readonly Check[]) =>
    checks.map(({ code, status }) => `${code} ${status}`);
  /** Takes one thing away, asks, and gives it back. */
  const faultsWith = async (take: string, giveBack: string, host?: Host) => {
    await lab.shell(take);
    try {
      return await faultsOf(host);
    } finally {
      await lab.shell(giveBack);
    }
  };

  it('finds all that the loop needs, in one round trip', async () => {
    const checks = await ofTarget();
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(checks.length).toBeGreaterThan(15);
    expect(checks.find(({ code }) => code === 'kernel')?.detail).toBe(
      (await lab.shell('uname -r')).trim(),
    );
    expect(preflight(lab.facts)).toEqual([]);
  });

  it('changes nothing, and leaves no process', async () => {
    // The connection's own heartbeat sleeps; threads of the kernel come and go.
    const traces =
      'cat /proc/mounts; find /tmp /run /sys/fs/bpf; lsmod | sort; cat /proc/sys/kernel/printk; ps -o args= | grep -v -e sshd -e "\\]$" -e sleep | sort';
    const before = await lab.shell(traces);
    await ofTarget();
    expect(await lab.shell(traces)).toBe(before);
  });

  it('says how to mount the BPF file system', async () => {
    const [fault, ...others] = await faultsWith(
      'umount /sys/fs/bpf',
      'mount -t bpf bpf /sys/fs/bpf',
    );
    expect(fault).toMatchObject({
      code: 'bpffs',
      status: 'missing',
      command: 'mount -t bpf bpf /sys/fs/bpf',
    });
    expect(others).toEqual([]);
  });

  it('says how to make it writable, by a command that does so', async () => {
    await lab.shell('mount -o remount,ro /sys/fs/bpf');
    const [fault] = await faultsOf();
    expect(fault).toMatchObject({ code: 'bpffs', status: 'missing' });
    await lab.shell(fault?.command ?? 'false');
    expect(await faultsOf()).toEqual([]);
  });

  it('names the scheduler that runs, and who holds it', async () => {
    const object = await lab.compile(GOOD, 'good');
    const { context, host, facts } = lab;
    const result = valueOf(await loadScheduler(context, { object, host, facts }));
    if (result.kind !== 'running') throw new Error(result.log);
    const faults = await faultsOf();
    const seen = preflight(valueOf(await targetFacts(host)));
    await result.run.unload();
    expect(briefly(faults)).toEqual(['scheduler warning']);
    expect(faults[0]?.detail).toBe('"good" is loaded by tester@lab, who still holds it');
    expect(briefly(seen)).toEqual(['scheduler warning']);
  });

  it('sees a restricted kernel log only where it is in the way', async () => {
    const take = 'sysctl -w kernel.dmesg_restrict=1';
    const giveBack = 'sysctl -w kernel.dmesg_restrict=0';
    expect(await faultsWith(take, giveBack)).toEqual([]);
    const faults = await faultsWith(take, giveBack, withoutRights(lab));
    expect(faults.find(({ code }) => code === 'kernel-log')).toMatchObject({
      status: 'warning',
      command: 'sysctl -w kernel.dmesg_restrict=0',
    });
  });

  it('says what a user without rights can not do', async () => {
    const faults = await faultsOf(withoutRights(lab));
    expect(faults.find(({ code }) => code === 'privilege')).toMatchObject({
      status: 'missing',
      effect: 'Schedulers are neither verified nor loaded',
    });
  });

  it('says what a user with capabilities can do', async () => {
    const faults = await faultsOf(withoutRights(lab, '+bpf,+perfmon'));
    expect(faults.find(({ code }) => code === 'privilege')).toMatchObject({
      status: 'missing',
      detail: expect.stringContaining('of the shell') as string,
      effect: 'Verifying works, loading does not',
    });
  });

  it.each([
    ['has no room', 'mount -t tmpfs -o size=64k none /tmp'],
    ['has room for no file', 'mount -t tmpfs -o nr_inodes=1 none /tmp'],
    ['is read-only', 'mount -t tmpfs -o ro none /tmp'],
  ])('sees a folder for objects that %s', async (_name, take) => {
    const faults = await faultsWith(take, 'umount /tmp');
    expect(briefly(faults)).toEqual(['room missing']);
  });

  it('measures a clock that is off', async () => {
    // By this machine's clock: what the lab takes for the command would add up otherwise.
    const setClock = (aheadSeconds: number) =>
      lab.shell(`date -s @${Math.round(Date.now() / 1000) + aheadSeconds}`);
    await setClock(-10_800);
    const [fault] = await faultsOf();
    await setClock(0);
    expect(fault).toMatchObject({ code: 'clock', status: 'warning' });
    expect(fault?.detail).toMatch(/^3 hours behind this machine \(± \d+\.\d\d s\)$/);
    expect(await faultsOf()).toEqual([]);
  });

  it('warns of a panic before the watchdog acts, and mends it by its command', async () => {
    await lab.shell('sysctl -w kernel.panic_on_rcu_stall=1');
    const [fault] = await faultsOf();
    expect(fault).toMatchObject({ code: 'watchdog', status: 'warning' });
    await lab.shell(fault?.command ?? 'false');
    expect(await faultsOf()).toEqual([]);
  });
});
