import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { scxStudio } from './command-line';

describe('new', () => {
  let cwd = '';
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'scx new ü '));
  });

  it('makes a project and says where to start', async () => {
    const said = await scxStudio(['new', 'my_sched', '--folder', 'a b'], { cwd });
    expect(said).toMatchObject({ status: 0, stderr: '' });
    const main = 'a b/my_sched/my_sched.bpf.c';
    const [first, next] = said.stdout.split('\n');
    const [, line] = new RegExp(`^Made a b/my_sched; work starts at ${main}:(\\d+):\\d+$`).exec(
      first!,
    )!;
    expect(next).toBe(`Next: scx-studio verify '${main}'`);
    const text = readFileSync(join(cwd, main), 'utf8').split('\n');
    expect(text[Number(line) - 2]).toContain('Start here');
  });

  it('says the same as data', async () => {
    const said = await scxStudio(['new', 'my_sched', '--json'], { cwd });
    const project = join(cwd, 'my_sched');
    expect(said.json()).toMatchObject({ project, mainFile: join(project, 'my_sched.bpf.c') });
  });

  it('never overwrites', async () => {
    await scxStudio(['new', 'my_sched'], { cwd });
    const said = await scxStudio(['new', 'my_sched'], { cwd });
    expect(said).toMatchObject({ status: 2, stdout: '' });
    expect(said.stderr).toContain('is there already');
  });

  it.each([
    [['new'], '"new" needs NAME'],
    [['new', 'my sched'], 'Try my_sched.'],
    [['new', 'x', '--template', 'none'], 'There is: minimal'],
  ])('refuses %j', async (argv, text) => {
    const said = await scxStudio(argv, { cwd });
    expect(said).toMatchObject({ status: 2, stdout: '' });
    expect(said.stderr).toContain(text);
  });

  it('lists the templates', async () => {
    const said = await scxStudio(['new', '--list', '--json']);
    const { templates } = said.json() as { templates: { name: string; summary: string }[] };
    expect(templates.map(({ name }) => name)).toContain('minimal');
    expect((await scxStudio(['new', '--list'])).stdout).toMatch(/^minimal +\S/m);
  });
});
