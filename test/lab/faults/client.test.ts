/** What happens to the one who loads: killed, asleep, far away, and not alone. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Ended } from '../command-line';
import { until } from '../lab-target';
import { GOOD } from '../schedulers';
import { openFaultyLab, type FaultyLab, type Person } from './faulty-lab';
import { losePackets } from './packet-loss';
import { PHASES, reach } from './phases';
import { afterwards } from './seen';

describe('a client', () => {
  let lab: FaultyLab;
  let anna: Person;
  let bert: Person;
  let good: string;
  beforeAll(async () => {
    lab = await openFaultyLab('6.18');
    await lab.shell("echo 'bert:x:0:0::/root:/bin/sh' >>/etc/passwd");
    anna = lab.person('anna');
    bert = lab.person('bert', 'bert');
    good = lab.write('good.bpf.c', GOOD);
    expect(await anna.run(['build', good])).toMatchObject({ status: 0 });
  });
  afterEach(() => {
    lab.network.delay(0);
  });
  afterAll(() => lab.close());

  it.each(PHASES)('is killed during %s', async (phase) => {
    const command = await reach(phase, lab, anna);
    command.kill('SIGKILL');
    const { said } = await afterwards(lab, [anna], command.end);
    expect(said.status).toBeNull();
  });

  it('is killed while the disk of the target is full', async () => {
    await lab.shell('mount -t tmpfs -o size=256k small /tmp');
    try {
      const command = await reach('running', lab, anna);
      await lab.shell('dd if=/dev/zero of=/tmp/.fill 2>/dev/null; ! echo x >/tmp/.more');
      command.kill('SIGKILL');
      await afterwards(lab, [anna], command.end);
    } finally {
      await lab.shell('umount /tmp');
    }
  });

  it('sleeps for longer than the lease', async () => {
    const command = await reach('running', lab, anna);
    anna.signal('SIGSTOP');
    command.kill('SIGSTOP');
    const awake = until(lab.loaded, (left) => left.length === 0).then(() => {
      anna.signal('SIGCONT');
      command.kill('SIGCONT');
      return command.end;
    });
    const { said } = await afterwards(lab, [anna], awake);
    expect(said.status).toBe(3);
    expect(said.stderr).toContain(
      'testbox took the scheduler out: no sign of life from this machine',
    );
  });

  it('hears nothing for a few seconds and goes on', async () => {
    const command = await reach('running', lab, anna);
    lab.network.freeze();
    await lab.shell('sleep 6');
    lab.network.thaw();
    const before = command.stdout();
    await until(
      () => Promise.resolve(command.stdout()),
      (text) => text !== before,
    );
    expect(await lab.state()).toBe('enabled');
    command.kill('SIGINT');
    const { said } = await afterwards(lab, [anna], command.end);
    expect(said).toMatchObject({ status: 130, stderr: '' });
  });

  it('is 2 s away from the target and back', async () => {
    lab.network.delay(1000);
    const { said } = await afterwards(lab, [anna], await anna.run(['load', good, '--for', '3']));
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(said.stdout).toContain('Unloaded good');
  });

  it('loses every tenth packet on the way to the target', async () => {
    const loss = await losePackets(lab, 10);
    const { said } = await afterwards(lab, [anna], await anna.run(['load', good, '--for', '3']));
    expect(await loss.end()).toBeGreaterThan(10);
    expect(said).toMatchObject({ status: 0, stderr: '' });
  });

  it('loads in the same moment as another person', async () => {
    const both = Promise.all(
      [anna, bert].map((person) => person.run(['load', good, '--for', '5'])),
    );
    const ends: readonly Ended[] = await both;
    expect(ends.map(({ status }) => status).sort()).toEqual([0, 3]);
    const loser = ends.find(({ status }) => status === 3)!;
    expect(loser.stderr).toMatch(/Could not load on testbox: .*"good".*runs there/);
    await afterwards(lab, [anna, bert], loser);
  });

  it('is told that another person took its scheduler out', async () => {
    const first = await reach('running', lab, anna);
    const second = bert.run(['load', good, '--replace', '--for', '2']);
    const { said } = await afterwards(lab, [anna, bert], first.end);
    expect(await second).toMatchObject({ status: 0, stderr: '' });
    expect(said.stdout).toMatch(/took this scheduler out/);
  });
});
