import { describe, expect, it } from 'vitest';
import { scxStudio } from './command-line';

const TWO = { keptLabs: ['6.18', 'newest'] };

describe('lab', () => {
  it('lists its own commands', async () => {
    const asked = await scxStudio(['lab', '--help']);
    expect(asked.status).toBe(0);
    expect(asked.stdout).toMatch(/^Usage: scx-studio lab COMMAND/);
    expect(asked.stdout).toMatch(/^ {2}start \[KERNEL\] /m);
    expect(asked.stdout).not.toContain('verify');
    expect(await scxStudio(['lab'])).toMatchObject({ status: 2, stdout: '' });
  });

  it('shows what runs', async () => {
    const said = await scxStudio(['lab', 'list'], TWO);
    expect(said.stdout).toMatch(/^6\.18 +6\.18\.1-cloud +runs, process 1$/m);
    const asData = await scxStudio(['lab', 'list', '--json'], TWO);
    expect(asData.json()).toMatchObject({
      running: [{ name: '6.18', kept: true, ssh: ['ssh', '-p', '1', 'root@127.0.0.1'] }, {}],
      kernels: [],
    });
  });

  it.each([
    [['lab', 'stop'], '{"stopped":["6.18","newest"]}\n'],
    [['lab', 'stop', 'newest'], '{"stopped":["newest"]}\n'],
    [['lab', 'stop', '6.18.1-cloud'], '{"stopped":["6.18"]}\n'],
    [['lab', 'console', '6.18'], '{"lines":["last words"]}\n'],
    [['lab', 'ssh', '6.18'], '{"ssh":["ssh","-p","1","root@127.0.0.1"]}\n'],
  ])('%j', async (argv, stdout) => {
    expect(await scxStudio([...argv, '--json'], TWO)).toMatchObject({ status: 0, stdout });
  });

  it('stops none when none runs', async () => {
    const said = await scxStudio(['lab', 'stop']);
    expect(said).toMatchObject({ status: 0, stdout: 'No lab was kept running\n' });
  });

  it.each([
    [['lab', 'stop', '6.12'], TWO, 'it does not run'],
    [['lab', 'console'], TWO, '2 are kept running'],
    [['lab', 'ssh', '6.12'], TWO, 'Name one of 6.18, newest.'],
    [['lab', 'ssh'], {}, 'lab start --keep'],
    [['lab', 'install'], {}, '"lab install" needs KERNEL'],
    [['lab', 'stop', '6.18', '--keep'], TWO, 'has no option --keep'],
  ])('%j is a usage error', async (argv, setting, text) => {
    const said = await scxStudio(argv, setting);
    expect(said).toMatchObject({ status: 2, stdout: '' });
    expect(said.stderr).toContain(text);
  });
});
