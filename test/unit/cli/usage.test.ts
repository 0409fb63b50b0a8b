import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../extension/cli/commands/table';
import { scxStudio } from './command-line';

describe('usage', () => {
  it('lists every command, on standard output when asked, else on standard error', async () => {
    const asked = await scxStudio(['--help']);
    expect(asked.status).toBe(0);
    for (const { name } of COMMANDS) expect(asked.stdout).toContain(`  ${name}`);
    const bare = await scxStudio([]);
    expect(bare).toMatchObject({ status: 2, stdout: '', stderr: asked.stdout });
  });

  it.each(COMMANDS.map(({ name }) => name))('explains %s', async (name) => {
    const { status, stdout, stderr } = await scxStudio([...name.split(' '), '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: scx-studio ${name}\\b`));
    for (const option of ['--target', '--json', '--verbose', '--help']) {
      expect(stdout).toContain(option);
    }
  });

  it('tells the version', async () => {
    expect(await scxStudio(['--version'])).toMatchObject({ status: 0, stdout: '1.2.3\n' });
  });

  it.each([
    [['verfy'], 'There is no command "verfy"', 'Did you mean "scx-studio verify"?'],
    [['frobnicate'], 'There is no command "frobnicate"', 'See: scx-studio --help'],
    [['-v', 'verify'], 'The command comes first', 'See: scx-studio --help'],
    [['lab', 'strat'], 'There is no command "lab strat"', 'Did you mean "scx-studio lab start"?'],
    [['load', '--for', 'soon'], '--for takes a number of seconds', 'For example: --for 5'],
    [
      ['verify', 'none.bpf.c'],
      'Could not read none.bpf.c: there is no such file',
      'scx-studio new',
    ],
    [['verify'], 'the current folder has no .bpf.c file', 'scx-studio new'],
    [['status', '--target', '-oProxyCommand'], '--target needs a value', ''],
    [['status', '--target=-oProxyCommand'], 'it is no lab and no ssh destination', 'user@host'],
    [['explain'], '"explain" needs FILE', 'standard input'],
    [['explain', 'none.log'], 'Could not read none.log: there is no such file', 'standard input'],
  ])('%j is a usage error', async (argv, message, nextStep) => {
    const said = await scxStudio(argv);
    expect(said).toMatchObject({ status: 2, stdout: '' });
    expect(said.stderr).toContain(message);
    expect(said.stderr).toContain(nextStep);
    expect(said.hosts).toEqual([]);
  });

  it('says a problem as data under --json', async () => {
    const said = await scxStudio(['verfy', '--json']);
    expect(said.status).toBe(2);
    expect(said.json()).toEqual({
      problem: {
        kind: 'usage',
        code: 'usage',
        message: 'There is no command "verfy"',
        nextStep: 'Did you mean "scx-studio verify"?',
        detail: '',
      },
    });
  });

  it('paints only on a terminal, and not with NO_COLOR', async () => {
    const escape = '\u001b[';
    expect((await scxStudio(['--help'], { tty: true })).stdout).toContain(escape);
    expect((await scxStudio(['--help'])).stdout).not.toContain(escape);
    const plain = await scxStudio(['--help'], { tty: true, env: { NO_COLOR: '1' } });
    expect(plain.stdout).not.toContain(escape);
  });
});
