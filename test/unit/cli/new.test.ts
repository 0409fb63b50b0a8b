import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
    const said = await scxStudio(['new', 'fifo', 'my_sched', '--folder', 'a b'], { cwd });
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
    const said = await scxStudio(['new', 'fifo', 'my_sched', '--json'], { cwd });
    const project = join(cwd, 'my_sched');
    expect(said.json()).toMatchObject({ project, mainFile: join(project, 'my_sched.bpf.c') });
  });

  it('never overwrites', async () => {
    await scxStudio(['new', 'fifo', 'my_sched'], { cwd });
    const said = await scxStudio(['new', 'fifo', 'my_sched'], { cwd });
    expect(said).toMatchObject({ status: 2, stdout: '' });
    expect(said.stderr).toContain('is there already');
  });

  it.each([
    [['new'], '"new" needs TEMPLATE and NAME'],
    [['new', 'fifo'], '"new" needs NAME'],
    [['new', 'fifo', 'my sched'], 'Try my_sched.'],
    [['new', 'fido', 'x'], 'Did you mean "fifo"? There is:'],
    [['new', 'none', 'x'], 'there is no template "none"'],
    [['new', 'fifo', 'x', '--set', 'slice=5'], '5 is not between 100 and 1000000 µs'],
    [['new', 'fifo', 'x', '--set', 'slice'], 'Write slice=20000.'],
    [['new', 'fifo', 'x', '--set', 'constructor=1'], 'It has: slice, partial.'],
  ])('refuses %j', async (argv, text) => {
    const said = await scxStudio(argv, { cwd });
    expect(said).toMatchObject({ status: 2, stdout: '' });
    expect(said.stderr).toContain(text);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('sets the options of a template', async () => {
    const set = ['--set', 'slice=5000', '--set', 'partial=yes'];
    expect(await scxStudio(['new', 'fifo', 'mine', ...set], { cwd })).toMatchObject({ status: 0 });
    const text = readFileSync(join(cwd, 'mine/mine.bpf.c'), 'utf8');
    expect(text).toContain('const volatile u32 slice_us = 5000;');
    expect(text).toContain('#define SWITCH_PARTIAL true\n');
  });

  it('names the files with --dry-run, and makes none', async () => {
    const said = await scxStudio(['new', 'fifo', 'mine', '--dry-run'], { cwd });
    expect(said.stdout.split('\n')).toEqual(
      expect.arrayContaining(['mine/Makefile', 'mine/mine.bpf.c', 'mine/include/scx/common.bpf.h']),
    );
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('lists the templates, and the options of one', async () => {
    const said = await scxStudio(['new', '--list', '--json']);
    const { templates } = said.json() as { templates: { name: string; title: string }[] };
    expect(templates.map(({ name }) => name)).toContain('fifo');
    expect((await scxStudio(['new', '--list'])).stdout).toMatch(/^fifo +\S/m);
    const one = await scxStudio(['new', '--list', 'fifo']);
    expect(one.stdout).toMatch(/^slice=20000 +100 to 1000000 µs +Slice: /m);
  });

  it("takes templates of the user's own, and names those that are broken", async () => {
    mkdirSync(join(cwd, 'own/mine'), { recursive: true });
    mkdirSync(join(cwd, 'own/bad'));
    writeFileSync(join(cwd, 'own/bad/template.json'), '{');
    writeFileSync(join(cwd, 'own/mine/template.json'), MANIFEST);
    writeFileSync(join(cwd, 'own/mine/first.c'), '');
    writeFileSync(join(cwd, 'own/mine/first.bpf.c'), 'void first_enqueue();\n');
    const said = await scxStudio(['new', 'mine', 'second', '--templates', 'own'], { cwd });
    expect(said.status).toBe(0);
    expect(said.stderr).toContain('own/bad is left out: template.json: it is no JSON');
    expect(readFileSync(join(cwd, 'second/second.bpf.c'), 'utf8')).toBe('void second_enqueue();\n');
    const without = ['--templates', 'own', '--set', 'program=no'];
    await scxStudio(['new', 'mine', 'third', ...without], { cwd });
    expect(readdirSync(join(cwd, 'second'))).toContain('second.c');
    expect(readdirSync(join(cwd, 'third'))).not.toContain('third.c');
  });
});

const PROGRAM = { type: 'boolean', label: 'Program', default: true, files: ['first.c'] };
const MANIFEST = JSON.stringify({
  title: 'Mine',
  description: 'My own',
  scheduler: 'first',
  options: { program: PROGRAM },
});
