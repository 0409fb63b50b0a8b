import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Files } from '../../../../extension/hosts/api';
import { createFiles } from '../../../../extension/hosts/files/files';
import { listTemplates, newScheduler } from '../../../../extension/workflows/scaffold';
import { contextWith, problemOf, templateOf, TEMPLATES, useFolder } from './scaffold-fixture';

const context = contextWith(createFiles());
const request = { template: templateOf('fifo'), name: 'mine' };
const used = useFolder();

describe('listTemplates', () => {
  it('names them, and none is broken', async () => {
    const { templates, broken } = await listTemplates(context);
    expect(broken).toEqual([]);
    expect(templates).toContainEqual({ ...templateOf('fifo') });
  });

  it("puts the user's own first, in the place of ours of that name", async () => {
    mkdirSync(`${used.folder}/fifo`);
    const manifest = { title: 'Mine', description: 'My own', scheduler: 'first' };
    writeFileSync(`${used.folder}/fifo/template.json`, JSON.stringify(manifest));
    mkdirSync(`${used.folder}/no template`);
    const { templates } = await listTemplates(context, used.folder);
    expect(templates[0]).toMatchObject({ isOwn: true, manifest: { title: 'Mine' } });
    expect(templates.filter(({ name }) => name === 'fifo')).toHaveLength(1);
  });

  it('names a manifest that is no file, too large or wrong', async () => {
    mkdirSync(`${used.folder}/a/template.json`, { recursive: true });
    mkdirSync(`${used.folder}/b`);
    writeFileSync(`${used.folder}/b/template.json`, ' '.repeat(300_000));
    mkdirSync(`${used.folder}/c`);
    writeFileSync(`${used.folder}/c/template.json`, '{}');
    const { broken } = await listTemplates(context, used.folder);
    expect(broken.map(({ folder: path, wrong }) => [path.slice(-1), wrong])).toEqual([
      ['a', 'template.json: it is no file, or too large'],
      ['b', 'template.json: it is no file, or too large'],
      ['c', expect.stringMatching(/^template.json: title: /)],
    ]);
  });
});

describe('newScheduler', () => {
  it('makes a project of its own name, and says where work starts', async () => {
    const made = await newScheduler(context, { ...request, folder: used.folder });
    if (made.kind !== 'ok') throw new Error(JSON.stringify(made));
    const { project, mainFile, line, column } = made.value;
    expect(project).toBe(`${used.folder}/mine`);
    expect(mainFile).toBe(`${used.folder}/mine/mine.bpf.c`);
    const text = readFileSync(mainFile, 'utf8').split('\n');
    expect(text[line - 2]).toContain('Start here');
    expect(text[line - 1]!.slice(column - 1)).toMatch(/^scx_bpf_dsq_insert\(/);
    const files = used.everything();
    for (const file of ['Makefile', 'README.md', '.clangd', '.gitignore', '.vscode/settings.json'])
      expect(files).toContain(`mine/${file}`);
    expect(files).toContain('mine/include/scx/common.bpf.h');
  });

  it('copies the headers as they are', async () => {
    await newScheduler(context, { ...request, name: 'scx', folder: used.folder });
    const path = 'include/scx/common.bpf.h';
    expect(readFileSync(join(used.folder, 'scx', path), 'utf8')).toBe(
      readFileSync(join(TEMPLATES, path), 'utf8'),
    );
  });

  it('makes the folder too', async () => {
    const made = await newScheduler(context, { ...request, folder: `${used.folder}/new/er` });
    expect(made.kind).toBe('ok');
    expect(existsSync(`${used.folder}/new/er/mine/mine.bpf.c`)).toBe(true);
  });

  it('lives beside other files of its folder', async () => {
    mkdirSync(`${used.folder}/mine`);
    writeFileSync(`${used.folder}/mine/notes.txt`, 'mine');
    expect((await newScheduler(context, { ...request, folder: used.folder })).kind).toBe('ok');
    expect(readFileSync(`${used.folder}/mine/notes.txt`, 'utf8')).toBe('mine');
  });

  it('never overwrites: names the file that is there, and makes nothing', async () => {
    mkdirSync(`${used.folder}/mine`);
    writeFileSync(`${used.folder}/mine/Makefile`, 'all:\n');
    const problem = problemOf(await newScheduler(context, { ...request, folder: used.folder }));
    expect(problem).toMatchObject({ kind: 'usage', code: 'file-exists' });
    expect(problem.message).toContain('Makefile is there already');
    expect(used.everything()).toEqual(['mine', 'mine/Makefile']);
    expect(readFileSync(`${used.folder}/mine/Makefile`, 'utf8')).toBe('all:\n');
  });

  it('refuses a file where a folder must be', async () => {
    writeFileSync(`${used.folder}/mine`, '');
    const problem = problemOf(await newScheduler(context, { ...request, folder: used.folder }));
    expect(problem.code).toBe('project-not-written');
    expect(used.everything()).toEqual(['mine']);
  });

  it('refuses a name, and suggests another', async () => {
    const problem = problemOf(
      await newScheduler(context, { ...request, name: '../my-sched', folder: used.folder }),
    );
    expect(problem).toMatchObject({ code: 'bad-name', nextStep: 'Try my_sched.' });
    expect(used.everything()).toEqual([]);
  });
});

describe('a failure half-way', () => {
  const failingAt = (nth: number, how: (path: string) => Promise<boolean>): Files => {
    const real = createFiles();
    let count = 0;
    return {
      ...real,
      create: (path, content) => {
        count += 1;
        return count === nth ? how(path) : real.create(path, content);
      },
    };
  };

  it('takes everything back when the disk is full, the file in the making too', async () => {
    const files = failingAt(2, (path) => {
      writeFileSync(path, 'a pa');
      return Promise.reject(new Error('ENOSPC: no space left on device, write'));
    });
    const made = await newScheduler(contextWith(files), {
      ...request,
      folder: `${used.folder}/new/er`,
    });
    const problem = problemOf(made);
    expect(problem.code).toBe('project-not-written');
    expect(problem.detail).toContain('ENOSPC');
    expect(used.everything()).toEqual([]);
  });

  it("leaves somebody else's file that came in between", async () => {
    let theirs = '';
    const files = failingAt(2, (path) => {
      theirs = path;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, 'theirs');
      return Promise.resolve(false);
    });
    const problem = problemOf(
      await newScheduler(contextWith(files), { ...request, folder: used.folder }),
    );
    expect(problem.code).toBe('file-exists');
    expect(readFileSync(theirs, 'utf8')).toBe('theirs');
    expect(used.everything().filter((path) => path.includes('.bpf.'))).toEqual(
      theirs.includes('.bpf.') ? [theirs.slice(used.folder.length + 1)] : [],
    );
  });
});
