/** The command line replaces the scheduler of a service, and is killed: the target puts it back by itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCommandLine, type CommandLine } from './command-line';
import { installService, makeForeign, type Guest } from './foreign-schedulers';
import { until } from './lab-target';
import { GOOD, scheduler } from './schedulers';

describe('the command line, where a service runs a scheduler', () => {
  let scx: CommandLine;
  let guest: Guest;
  let ours: string;
  beforeAll(async () => {
    scx = await openCommandLine('newest');
    guest = scx;
    ours = scx.write('ours.bpf.c', scheduler('ours'));
    const kept = await scx.run(['load', scx.write('good.bpf.c', GOOD), '--keep']);
    expect(kept).toMatchObject({ status: 0, stderr: '' });
    await makeForeign(guest);
    await scx.shell('mkdir -p /usr/sbin');
    await installService(guest, 'scx.service');
    await until(active, (ops) => ops === 'good');
  });
  afterAll(() => scx.close());

  const active = async () =>
    (await scx.shell('cat /sys/kernel/sched_ext/root/ops 2>/dev/null; true')).trim();

  it('refuses to take it out without being asked to', async () => {
    const said = await scx.run(['load', ours]);
    expect(said.status).toBe(3);
    expect(said.stderr).toContain('the scheduler "good" runs there already');
    expect(await active()).toBe('good');
  });

  it('names who loaded it in the list of targets', async () => {
    const said = await scx.run(['targets']);
    expect(said.stdout).toMatch(/^lab:\S+ +\d\S+ +good, by scx\.service$/m);
    const { targets } = JSON.parse((await scx.run(['targets', '--json'])).stdout) as {
      targets: readonly { running: boolean; origin: string; owner: unknown }[];
    };
    const lab = targets.find(({ origin, running }) => origin === 'lab' && running);
    expect(lab?.owner).toMatchObject({
      ops: 'good',
      origin: { kind: 'service', unit: 'scx.service' },
    });
  });

  it('names it, replaces it for a trial, and says that it is back', async () => {
    const said = await scx.run(['load', ours, '--for', '2', '--put-back']);
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(said.stdout).toContain('Replacing good: The service scx.service runs it.');
    expect(said.stdout).toContain('Put back: good runs again, as the kernel says.');
    expect(await active()).toBe('good');
  });

  it('has it put back when it is killed itself', async () => {
    const command = scx.start(['load', ours, '--put-back']);
    await until(active, (ops) => ops === 'ours', 60);
    command.kill('SIGKILL');
    await until(active, (ops) => ops === 'good', 60);
    const runs = () => scx.shell('ls -A /sys/fs/bpf/scx-studio');
    await until(runs, (list) => list === '', 10); // The run ends after it has put back.
  });

  it('has it put back when every process of the lease is killed, by the next unload', async () => {
    const command = scx.start(['load', ours, '--put-back']);
    const runs = () => scx.shell('ls -l /sys/fs/bpf/scx-studio/*/ops 2>/dev/null; true');
    await until(runs, (list) => list.includes(' ours'), 60); // The lease says whose it is.
    await scx.shell(`pid=$(readlink /sys/fs/bpf/scx-studio/*/lease | cut -d' ' -f1)
      kill -9 $pid $(awk -v parent="$pid" '$4 == parent { print $1 }' /proc/[0-9]*/stat)`);
    expect((await command.end).status).toBe(3);
    const said = await scx.run(['unload']);
    expect(said.stdout).toBe('Unloaded ours\nPut back: good runs again, as the kernel says.\n');
    expect(await active()).toBe('good');
  });
});
