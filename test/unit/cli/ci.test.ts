import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scxStudio } from './command-line';

const FILE = '.github/workflows/scx-studio.yml';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'scx ci ü '));
});

const text = (root = cwd) => readFileSync(join(root, FILE), 'utf8');
const projectIn = (root = cwd) =>
  (parse(text(root)) as { env: { SCX_PROJECT: string } }).env.SCX_PROJECT;

describe('ci', () => {
  it('writes the workflow of this version, and says what is next', async () => {
    const said = await scxStudio(['ci', '--kernels', '6.12,6.18', '--for', '3'], { cwd });
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(said.stdout).toBe(`Wrote ${FILE}: Linux 6.12, 6.18\nNext: commit and push it\n`);
    expect(text()).toContain('scx-studio@1.2.3');
    expect(text()).toContain("kernel: ['6.12', '6.18']");
    expect(readdirSync(join(cwd, '.github/workflows'))).toEqual(['scx-studio.yml']);
  });

  it('says the same as data', async () => {
    const said = await scxStudio(['ci', '--json'], { cwd });
    expect(said.json()).toEqual({ path: join(cwd, FILE), kernels: ['newest'], written: true });
    const again = await scxStudio(['ci', '--json'], { cwd });
    expect(again.json()).toMatchObject({ written: false });
  });

  it('says when the file says the same already', async () => {
    await scxStudio(['ci'], { cwd });
    const said = await scxStudio(['ci'], { cwd });
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(said.stdout).toContain('says this already; nothing was written');
  });

  it('replaces what says something else only with --force', async () => {
    mkdirSync(join(cwd, '.github/workflows'), { recursive: true });
    writeFileSync(join(cwd, FILE), 'name: mine\n');
    const refused = await scxStudio(['ci'], { cwd });
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('it is there already, with other content');
    expect(refused.stderr).toContain('--force');
    expect(text()).toBe('name: mine\n');
    const forced = await scxStudio(['ci', '--force'], { cwd });
    expect(forced.stdout).toContain(`Replaced ${FILE}`);
    expect(text()).toContain('SCX_STUDIO_PACKAGE');
  });

  it('puts it where GitHub looks: the root of the repository, a worktree too', async () => {
    writeFileSync(join(cwd, '.git'), 'gitdir: elsewhere\n');
    const project = join(cwd, "sub's", 'my sched');
    mkdirSync(project, { recursive: true });
    await scxStudio(['ci'], { cwd: project });
    expect(projectIn()).toBe("sub's/my sched");
    await scxStudio(['ci', '.', '--force'], { cwd });
    expect(projectIn()).toBe('.');
  });

  it('keeps the kernels that were chosen before, else takes that of the target', async () => {
    const kernels = async (...argv: string[]) =>
      ((await scxStudio(['ci', '--json', ...argv], { cwd })).json() as { kernels: string[] })
        .kernels;
    expect(await kernels('--target', 'lab:6.16')).toEqual(['6.16']);
    expect(await kernels('--target', 'lab:6.18')).toEqual(['6.16']);
    expect(await kernels('--kernels', ' 6.12, newest,6.12', '--force')).toEqual(['6.12', 'newest']);
    expect(await kernels()).toEqual(['6.12', 'newest']);
  });

  it('says what is in the way of writing', async () => {
    writeFileSync(join(cwd, '.github'), '');
    const said = await scxStudio(['ci'], { cwd });
    expect(said).toMatchObject({ status: 3, stdout: '' });
    expect(said.stderr).toMatch(/Could not write .*scx-studio\.yml: /);
  });

  it.each([
    [['ci', '--kernels', '6.11'], 'not "6.11"'],
    [['ci', '--kernels', '/boot/bzImage'], 'not "/boot/bzImage"'],
    [['ci', '--kernels', ','], 'not ","'],
    [['ci', '--for', '0'], 'greater than 0'],
    [['ci', 'nowhere'], 'there is no such folder'],
  ])('refuses %j', async (argv, words) => {
    const said = await scxStudio(argv, { cwd });
    expect(said).toMatchObject({ status: 2, stdout: '' });
    expect(said.stderr).toContain(words);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
