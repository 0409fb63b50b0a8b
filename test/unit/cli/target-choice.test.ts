import { describe, expect, it } from 'vitest';
import { failed, type Problem } from '../../../extension/core/findings/problem';
import { scxStudio } from './command-line';

const STATUS = { lines: ['uptime 5.00', 'state disabled', 'end'] };

describe('choosing a target', () => {
  const targetOf = async (argv: string[], setting: Parameters<typeof scxStudio>[1] = {}) => {
    const said = await scxStudio(['status', ...argv], { answers: { status: STATUS }, ...setting });
    return said.hosts[0]?.target.id ?? said.stderr.split('\n')[0];
  };

  it('takes --target before SCX_TARGET before a kept lab', async () => {
    const env = { SCX_TARGET: 'root@env' };
    expect(await targetOf(['--target', 'root@option'], { env })).toBe('root@option');
    expect(await targetOf([], { env, keptLabs: ['6.18'] })).toBe('root@env');
    expect(await targetOf([], { keptLabs: ['6.18'] })).toBe('lab:6.18');
  });

  it('does not choose between labs, and names the ways to choose', async () => {
    const said = await scxStudio(['status'], { keptLabs: ['6.18', '7.3'] });
    expect(said.status).toBe(3);
    expect(said.stderr).toContain('2 labs are kept running');
    const none = await scxStudio(['status']);
    expect(none.status).toBe(3);
    for (const way of ['--target lab', '--target root@', 'SCX_TARGET', 'lab start --keep']) {
      expect(none.stderr).toContain(way);
    }
  });

  it.each(['unreachable', 'key-refused', 'host-key-changed', 'ssh-missing'])(
    'passes on why a target is out of reach: %s',
    async (code) => {
      const problem: Problem = {
        kind: code === 'ssh-missing' ? 'tool' : 'target',
        code,
        message: 'Could not reach vm: \u001b[31mbad',
        nextStep: 'Do something.',
        detail: 'ssh: first\nssh: second',
      };
      const connect = () => failed(problem);
      const said = await scxStudio(['status', '--target', 'vm'], { connect });
      expect(said).toMatchObject({ status: 3, stdout: '', disposed: true });
      expect(said.stderr).toBe(
        'scx-studio: Could not reach vm: \\x1b[31mbad\n' +
          '    | ssh: first\n    | ssh: second\n    Do something.\n',
      );
      const asData = await scxStudio(['status', '--target', 'vm', '--json'], { connect });
      expect(asData.json()).toEqual({ problem });
    },
  );
});
