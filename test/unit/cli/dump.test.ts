import { describe, expect, it } from 'vitest';
import { dumpText } from '../core/exit-report/dump-text';
import { scxStudio } from './command-line';

const AT_VM = ['--target', 'vm'];
const LINES = dumpText('7.3')
  .split('\n')
  .map((line) => `line ${line}`);

const dumped = (lines: readonly string[], argv: readonly string[] = []) =>
  scxStudio(['dump', ...AT_VM, ...argv], { answers: { dump: { lines } } });

describe('dump', () => {
  it('prints what the kernel printed', async () => {
    const said = await dumped([...LINES, 'end']);
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(said.stdout.trimEnd()).toBe(dumpText('7.3').trimEnd());
  });

  it('is a tree as data', async () => {
    const said = await dumped([...LINES, 'end'], ['--json']);
    expect(said.json()).toMatchObject({
      trigger: 'Debug dump triggered by SysRq-D',
      cpus: [{ cpu: 1, fields: { nr_run: '1' }, tasks: [{ pid: 9, fields: { weight: '100' } }] }],
      events: { SCX_EV_DISPATCH_KEEP_LAST: 12 },
      lostLines: 0,
    });
  });

  it('says what did not fit', async () => {
    const said = await dumped([...LINES, 'lost 77', 'end']);
    expect(said.stderr).toContain('77 lines did not fit');
  });

  it('shows control characters of names as text', async () => {
    const said = await dumped([...LINES, 'line \u001b[2J', 'end']);
    expect(said.stdout).not.toContain('\u001b');
  });

  it.each([
    [['none'], 2, 'no scheduler is loaded there'],
    [['missing tracefs is not mounted'], 3, 'tracefs is not mounted'],
    [['end'], 3, 'SysRq-D brought none'],
    [['line something else', 'end'], 3, 'SysRq-D brought none'],
  ])('of %j ends with %d', async (lines, status, words) => {
    const said = await dumped(lines);
    expect(said).toMatchObject({ status, stdout: '' });
    expect(said.stderr).toContain(words);
  });
});
