import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../extension/core/findings/problem';
import type { Files } from '../../../extension/hosts/api';
import { createFiles } from '../../../extension/hosts/files/files';
import type { WorkflowContext } from '../../../extension/workflows/context';
import { createFakeHosts } from '../../fakes/fake-hosts';
import { listTemplates, newScheduler } from '../../../extension/workflows/scaffold';

const TEMPLATES = join(dirname(fileURLToPath(import.meta.url)), '../../../bpf-templates');
const unused = () => Promise.reject(new Error('scaffold starts no process and reaches no machine'));

const contextWith = (files: Files): WorkflowContext => ({
  tools: { find: unused, run: unused },
  files,
  hosts: createFakeHosts({ connect: unused, visit: unused }),
  cacheDir: '/nowhere',
  templatesDir: TEMPLATES,
  log: () => undefined,
  who: 'me@here',
  version: '0.0.1',
});
const context = contextWith(createFiles());
const request = { template: 'minimal', name: 'mine' };

const problemOf = <T>(outcome: Outcome<T>) => {
  if (outcome.kind !== 'problem') throw new Error(`it is ${outcome.kind}`);
  return outcome.problem;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scx größe 'x' "));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const everything = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

describe('listTemplates', () => {
  it('names the minimal one and says what it does', async () => {
    expect(await listTemplates(context)).toContainEqual({
      name: 'minimal',
      summary: 'one queue for all CPUs, first in, first out',
    });
  });
});

describe('newScheduler', () => {
  it('makes a project of its own name, and says where work starts', async () => {
    const made = await newScheduler(context, { ...request, folder });
    if (made.kind !== 'ok') throw new Error(JSON.stringify(made));
    const { project, mainFile, line, column } = made.value;
    expect(project).toBe(`${folder}/mine`);
    expect(mainFile).toBe(`${folder}/mine/mine.bpf.c`);
    const text = readFileSync(mainFile, 'utf8').split('\n');
    expect(text[line - 2]).toContain('Start here');
    expect(text[line - 1]!.slice(column - 1)).toMatch(/^scx_bpf_dsq_insert\(/);
    const files = everything();
    for (const file of ['Makefile', 'README.md', '.clangd', '.gitignore', '.vscode/settings.json'])
      expect(files).toContain(`mine/${file}`);
    expect(files).toContain('mine/include/scx/common.bpf.h');
  });

  it("leaves nothing of the template's name", async () => {
    await newScheduler(context, { ...request, folder });
    for (const path of everything()) {
      expect(path).not.toContain('minimal');
      if (/\.(c|h|md|json|txt|clangd)$|Makefile/.test(path))
        expect(readFileSync(join(folder, path), 'utf8')).not.toMatch(/minimal/);
    }
  });

  it('copies the headers as they are', async () => {
    await newScheduler(context, { ...request, name: 'scx', folder });
    const path = 'include/scx/common.bpf.h';
    expect(readFileSync(join(folder, 'scx', path), 'utf8')).toBe(
      readFileSync(join(TEMPLATES, path), 'utf8'),
    );
  });

  it('makes the folder too', async () => {
    const made = await newScheduler(context, { ...request, folder: `${folder}/new/er` });
    expect(made.kind).toBe('ok');
    expect(existsSync(`${folder}/new/er/mine/mine.bpf.c`)).toBe(true);
  });

  it('lives beside other files of its folder', async () => {
    mkdirSync(`${folder}/mine`);
    writeFileSync(`${folder}/mine/notes.txt`, 'mine');
    expect((await newScheduler(context, { ...request, folder })).kind).toBe('ok');
    expect(readFileSync(`${folder}/mine/notes.txt`, 'utf8')).toBe('mine');
  });

  it('never overwrites: names the file that is there, and makes nothing', async () => {
    mkdirSync(`${folder}/mine`);
    writeFileSync(`${folder}/mine/Makefile`, 'all:\n');
    const problem = problemOf(await newScheduler(context, { ...request, folder }));
    expect(problem).toMatchObject({ kind: 'usage', code: 'file-exists' });
    expect(problem.message).toContain('Makefile is there already');
    expect(everything()).toEqual(['mine', 'mine/Makefile']);
    expect(readFileSync(`${folder}/mine/Makefile`, 'utf8')).toBe('all:\n');
  });

  it('refuses a file where a folder must be', async () => {
    writeFileSync(`${folder}/mine`, '');
    const problem = problemOf(await newScheduler(context, { ...request, folder }));
    expect(problem.code).toBe('project-not-written');
    expect(everything()).toEqual(['mine']);
  });

  it('refuses a name, and suggests another', async () => {
    const problem = problemOf(
      await newScheduler(context, { ...request, name: '../my-sched', folder }),
    );
    expect(problem).toMatchObject({ code: 'bad-name', nextStep: 'Try my_sched.' });
    expect(everything()).toEqual([]);
  });

  it('refuses a template that is not there, and names those that are', async () => {
    const problem = problemOf(
      await newScheduler(context, { template: 'include', name: 'x', folder }),
    );
    expect(problem.code).toBe('no-template');
    expect(problem.nextStep).toContain('minimal');
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
    const files = failingAt(5, (path) => {
      writeFileSync(path, 'a pa');
      return Promise.reject(new Error('ENOSPC: no space left on device, write'));
    });
    const made = await newScheduler(contextWith(files), {
      ...request,
      folder: `${folder}/new/er`,
    });
    const problem = problemOf(made);
    expect(problem.code).toBe('project-not-written');
    expect(problem.detail).toContain('ENOSPC');
    expect(everything()).toEqual([]);
  });

  it("leaves somebody else's file that came in between", async () => {
    let theirs = '';
    const files = failingAt(5, (path) => {
      theirs = path;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, 'theirs');
      return Promise.resolve(false);
    });
    const problem = problemOf(await newScheduler(contextWith(files), { ...request, folder }));
    expect(problem.code).toBe('file-exists');
    expect(readFileSync(theirs, 'utf8')).toBe('theirs');
    expect(everything().filter((path) => path.includes('.bpf.'))).toEqual(
      theirs.includes('.bpf.') ? [theirs.slice(folder.length + 1)] : [],
    );
  });
});
