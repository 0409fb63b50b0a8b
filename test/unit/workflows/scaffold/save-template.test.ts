import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '../../../../extension/hosts/files/files';
import {
  listGallery,
  newScheduler,
  projectOf,
  saveTemplate,
  type SaveTemplateRequest,
} from '../../../../extension/workflows/scaffold';
import { contextWith, problemOf, templateOf, useFolder } from './scaffold-fixture';

const context = contextWith(createFiles());
const used = useFolder();

let request: SaveTemplateRequest;
beforeEach(async () => {
  const template = templateOf('fifo');
  const made = await newScheduler(context, { template, name: 'mine', folder: used.folder });
  if (made.kind !== 'ok') throw new Error(made.kind);
  const { project, mainFile } = made.value;
  mkdirSync(`${used.folder}/own`);
  request = {
    project,
    source: mainFile,
    ownFolder: `${used.folder}/own`,
    name: 'house-style',
    title: 'Ours',
    description: 'As we do it',
  };
});
const saved = () => readdirSync(request.ownFolder, { recursive: true, encoding: 'utf8' }).sort();

describe('saveTemplate', () => {
  it("makes a template of what is the project's own, which new schedulers are made from", async () => {
    mkdirSync(`${request.project}/build`);
    writeFileSync(`${request.project}/build/mine.bpf.o`, 'x\0');
    const files = ['Makefile', 'README.md', 'mine.bpf.c', 'template.json'];
    expect(await saveTemplate(context, request)).toEqual({
      kind: 'ok',
      value: `${request.ownFolder}/house-style`,
    });
    expect(saved()).toEqual(['house-style', ...files.map((file) => `house-style/${file}`)]);
    const manifest = JSON.parse(
      readFileSync(`${request.ownFolder}/house-style/template.json`, 'utf8'),
    ) as object;
    expect(manifest).toEqual({
      title: 'Ours',
      description: 'As we do it',
      tags: [],
      scheduler: 'mine',
      options: {},
    });
    const { entries, broken } = await listGallery(context, request.ownFolder);
    expect(broken).toEqual([]);
    const { template } = entries[0]!;
    expect(template).toMatchObject({ name: 'house-style', isOwn: true });
    const again = await newScheduler(context, { template, name: 'other', folder: used.folder });
    expect(again.kind).toBe('ok');
    const text = readFileSync(`${used.folder}/other/other.bpf.c`, 'utf8');
    expect(text).toContain('other_enqueue');
    expect(text).not.toContain('mine');
    expect(readdirSync(`${used.folder}/other`)).toEqual(
      expect.arrayContaining(['.clangd', '.vscode', 'Makefile', 'include', 'other.bpf.c']),
    );
  });

  it('keeps headers and settings that were changed, and a scheduler below the root', async () => {
    writeFileSync(`${request.project}/.clangd`, 'mine');
    mkdirSync(`${request.project}/src`);
    writeFileSync(`${request.project}/src/deep.bpf.c`, 'void deep_init();\n');
    const source = `${request.project}/src/deep.bpf.c`;
    expect((await saveTemplate(context, { ...request, source })).kind).toBe('ok');
    expect(saved()).toContain('house-style/.clangd');
    const { entries } = await listGallery(context, request.ownFolder);
    expect(entries[0]?.template.manifest).toMatchObject({
      scheduler: 'deep',
      main: 'src/deep.bpf.c',
    });
  });

  const refusedWith = async (parts: Partial<SaveTemplateRequest> = {}) => {
    const before = saved();
    const { message, code } = problemOf(await saveTemplate(context, { ...request, ...parts }));
    expect(code).toBe('template-not-saved');
    expect(saved()).toEqual(before);
    return message;
  };

  it('refuses what a template can not hold, and writes nothing', async () => {
    const { project } = request;
    symlinkSync('/etc/passwd', `${project}/passwd`);
    expect(await refusedWith()).toBe(`Could not save ${project} as a template: passwd is a link`);
    await createFiles().remove(`${project}/passwd`);
    writeFileSync(`${project}/logo.png`, 'x\0');
    expect(await refusedWith()).toContain('logo.png is no text');
    writeFileSync(`${project}/logo.png`, 'x'.repeat(5_000_000));
    expect(await refusedWith()).toContain('more than 4 MB');
  });

  it.each([
    [{ name: '../up' }, 'letters, digits, - and _'],
    [{ name: '' }, 'A template needs a name'],
    [{ name: 'TAKEN' }, '"TAKEN" is there already'],
    [{ title: ' ' }, 'title: '],
    [{ description: 'x'.repeat(501) }, 'description: '],
  ])('refuses %j', async (parts, words) => {
    mkdirSync(`${request.ownFolder}/taken`);
    expect(await refusedWith(parts)).toContain(words);
  });

  it('refuses a scheduler whose name a new one could not take the place of', async () => {
    const source = `${request.project}/my-sched.bpf.c`;
    writeFileSync(source, '');
    expect(await refusedWith({ source })).toContain(
      `the name of my-sched.bpf.c: "-" can't be in a scheduler's name`,
    );
  });

  it('refuses to put templates into the project', async () => {
    const ownFolder = `${request.project}/templates`;
    mkdirSync(ownFolder);
    expect(problemOf(await saveTemplate(context, { ...request, ownFolder })).message).toContain(
      'lies within it',
    );
  });
});

it('a project is what has a build file, within the workspace', async () => {
  const { folder } = used;
  mkdirSync(join(folder, 'a/b/c'), { recursive: true });
  const source = join(folder, 'a/b/c/x.bpf.c');
  expect(await projectOf(context, source, folder)).toBe(join(folder, 'a/b/c'));
  writeFileSync(join(folder, 'a/meson.build'), '');
  expect(await projectOf(context, source, folder)).toBe(join(folder, 'a'));
  expect(await projectOf(context, source, join(folder, 'a/b'))).toBe(join(folder, 'a/b/c'));
  expect(await projectOf(context, source, '')).toBe(join(folder, 'a/b/c'));
});
