/** Targets that are unlike a freshly installed server, and names that a shell would run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../lab-target';
import { GOOD } from '../schedulers';
import { openFaultyLab, type FaultyLab, type Person } from './faulty-lab';
import { addAccount, SHELLS, type ShellName } from './other-shells';
import { reach } from './phases';
import { afterwards } from './seen';

const LOAD = ['load', '--for', '1', '--json'] as const;

/** sshd shows it to everybody before they log in; ssh prints it where it also prints what went wrong. */
const BANNER =
  'Authorised users only. Others: Permission denied (by law). Idle users are timed out.\n';

async function greet({ send }: FaultyLab): Promise<void> {
  const config = 'echo Banner /etc/issue.net >>/etc/ssh/sshd_config && kill -HUP 1';
  await send(Buffer.from(BANNER), `cat >/etc/issue.net && ${config}`);
}

describe('a target', () => {
  let lab: FaultyLab;
  let anna: Person;
  let good: string;
  beforeAll(async () => {
    lab = await openFaultyLab('6.12');
    await greet(lab);
    anna = lab.person('anna');
    await until(
      () => anna.run(['status']),
      ({ status }) => status === 0,
    );
    good = lab.write('good.bpf.c', GOOD);
    expect(await anna.run(['build', good])).toMatchObject({ status: 0 });
  });
  afterAll(() => lab.close());

  it.each(Object.keys(SHELLS) as ShellName[])('with %s, and a login that talks', async (shell) => {
    await addAccount(lab, shell);
    const person = lab.person(`at ${shell}`, shell);
    expect(await person.run(['verify', good])).toMatchObject({ status: 0, stderr: '' });
    const { said } = await afterwards(lab, [person], await person.run([...LOAD, good]));
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(said.stdout)).toMatchObject({ state: 'trial', ops: 'good' });
  });

  it('that lets nobody write to /tmp', async () => {
    await lab.shell('mount -o remount,ro /tmp');
    try {
      for (const step of ['verify', 'load']) {
        const { said } = await afterwards(lab, [anna], await anna.run([step, good]));
        expect(said).toMatchObject({ status: 3, stdout: '' });
        expect(said.stderr).toMatch(
          /^scx-studio: Could not send the scheduler to testbox: .*\n.*Read-only file system\n.*\/tmp/,
        );
      }
    } finally {
      await lab.shell('mount -o remount,rw /tmp');
    }
  });

  it('whose BPF file system goes away under a scheduler', async () => {
    const command = await reach('running', lab, anna);
    await lab.shell('umount -l /sys/fs/bpf');
    const { said } = await afterwards(lab, [anna], command.end);
    await lab.shell('mount -t bpf bpf /sys/fs/bpf');
    expect(said.stdout).toMatch(/took this scheduler out/);
  });

  /** Each would leave a file `ran` if any shell read it as code. */
  const NAMES = [
    '$(touch ran)',
    "a'`touch ran`",
    'a"; touch ran; "',
    'a\ntouch ran\n',
    '-größer & touch ran &',
  ];

  it.each(NAMES)('is sent a scheduler in a folder and a file that are called %j', async (name) => {
    lab.write(join(name, `${name}.bpf.c`), GOOD);
    const headers = `--flag=-I${join(lab.folder, 'include')}`;
    const source = join(name, `${name}.bpf.c`); // As a person in its parent folder types it.
    const { said } = await afterwards(
      lab,
      [anna],
      await anna.run([...LOAD, headers, '--', source]),
    );
    expect(said).toMatchObject({ status: 0, stderr: '' });
    await expectNothingRan();
  });

  it.each([...NAMES, '-oProxyCommand=touch ran', '-oLocalCommand=touch ran'])(
    'that is called %j, as far as ssh takes such a name',
    async (name) => {
      const said = await anna.run(['status', `--target=${name}`]);
      expect([0, 2, 3]).toContain(said.status);
      await expectNothingRan();
    },
  );

  it('that panics under a scheduler', async () => {
    const command = await reach('running', lab, anna);
    await lab.crash('c');
    const said = await command.end;
    expect(said.status).toBe(3);
    expect(said.stderr).toMatch(
      /^scx-studio: Could not reach testbox: the connection ended, while "good" .*\n.*by itself/,
    );
    expect(anna.leftovers()).toEqual([]);
  });

  async function expectNothingRan(): Promise<void> {
    expect(existsSync(join(lab.folder, 'ran'))).toBe(false);
    expect(await lab.shell('ls -d /ran /root/ran 2>/dev/null; true')).toBe('');
  }
});
