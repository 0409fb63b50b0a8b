import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SchedulerForm } from '../../../extension/contracts/gallery-messages';
import { createFiles } from '../../../extension/hosts/files/files';
import {
  galleryState,
  planAnswer,
  refusal,
} from '../../../extension/vscode/new-scheduler/gallery-state';
import { readRequest } from '../../../extension/vscode/new-scheduler/scheduler-request';
import { listGallery, newScheduler, planScheduler } from '../../../extension/workflows/scaffold';
import {
  contextWith,
  problemOf,
  templateOf,
  useFolder,
} from '../workflows/scaffold/scaffold-fixture';

const context = contextWith(createFiles());
const used = useFolder();
const fifo = templateOf('fifo');

describe('the state of the gallery', () => {
  it('has pictures as addresses for an <img>, and options without their places', async () => {
    const state = galleryState(await listGallery(context, null), [], null);
    const shown = state.templates.find(({ name }) => name === 'fifo');
    const [, base64 = ''] = /^data:image\/svg\+xml;base64,(.*)$/.exec(shown?.picture ?? '') ?? [];
    expect(Buffer.from(base64, 'base64').toString('utf8')).toMatch(/^<svg /);
    expect(shown?.options[0]).toMatchObject({ key: 'slice', type: 'integer', unit: 'µs' });
    expect(shown?.options[0]).not.toHaveProperty('constants');
    expect(shown).toMatchObject({ isOwn: false, scheduler: 'fifo' });
  });
});

describe('a form', () => {
  const form = (parts: Partial<SchedulerForm> = {}): SchedulerForm => ({
    template: fifo.folder,
    name: 'mine',
    folder: used.folder,
    values: {},
    ...parts,
  });
  const entries = [{ template: fifo, picture: null }];
  const read = (parts: Partial<SchedulerForm> = {}) =>
    readRequest(context.files, entries, form(parts));

  it('becomes a request, its texts values', async () => {
    expect(await read({ values: { slice: '500', partial: 'true' } })).toEqual({
      template: fifo,
      name: 'mine',
      folder: used.folder,
      values: { slice: 500, partial: true },
    });
  });

  it.each([
    [{ template: '/etc' }, 'template', /not there any more/, null],
    [{ values: { slice: '1' } }, 'template', /slice: 1 is not between/, null],
    [{ values: { none: '1' } }, 'template', /no option "none"/, null],
    [{ folder: '' }, 'folder', /Choose the folder/, null],
    [{ name: 'for' }, 'name', /a word of the C language/, 'for_sched'],
    [{ name: '../up' }, 'name', /"." can't be in/, 'up'],
  ] as const)('is refused with %j', async (parts, field, message, suggestion) => {
    const answer = await read(parts);
    expect(answer).toEqual({
      kind: 'refused',
      field,
      message: expect.stringMatching(message) as string,
      suggestion,
    });
  });

  it('is refused where a file or a folder with something in it has the name, with another one', async () => {
    mkdirSync(join(used.folder, 'mine'));
    expect(await read()).toMatchObject({ name: 'mine' }); // Empty.
    writeFileSync(join(used.folder, 'mine/notes.txt'), '');
    writeFileSync(join(used.folder, 'file'), '');
    const taken = { kind: 'refused', field: 'name' };
    expect(await read()).toMatchObject({ ...taken, suggestion: 'mine_2' });
    expect(await read({ name: 'file' })).toMatchObject({ ...taken, suggestion: 'file_2' });
  });
});

describe('an answer', () => {
  it('is the plan, the file where work starts first, and nothing is written', async () => {
    const plan = await planScheduler(context, {
      template: fifo,
      name: 'mine',
      folder: used.folder,
    });
    if (plan.kind !== 'ok') throw new Error(plan.kind);
    const answer = planAnswer(plan.value);
    if (answer.kind !== 'plan') throw new Error(answer.kind);
    const paths = answer.files.map(({ path }) => path);
    expect(paths.slice(0, 3)).toEqual(['mine.bpf.c', 'Makefile', 'README.md']);
    expect(paths).toHaveLength(plan.value.files.length);
    expect(used.everything()).toEqual([]);
  });

  it('is a refusal at the field that can put it right, in the words of the system', async () => {
    const files = {
      ...createFiles(),
      create: () => Promise.reject(new Error('ENOSPC: no space left on device, write')),
    };
    const made = await newScheduler(contextWith(files), {
      template: fifo,
      name: 'mine',
      folder: used.folder,
    });
    const said = refusal(problemOf(made));
    expect(said).toMatchObject({ kind: 'refused', field: 'folder' });
    expect(said.kind === 'refused' && said.message).toMatch(
      /its files can't be written \(ENOSPC: no space left on device, write\)\. Choose a folder/,
    );
    expect(used.everything()).toEqual([]);
    mkdirSync(join(used.folder, 'mine'));
    writeFileSync(join(used.folder, 'mine/Makefile'), '');
    const exists = await newScheduler(context, {
      template: fifo,
      name: 'mine',
      folder: used.folder,
    });
    expect(refusal(problemOf(exists))).toMatchObject({ field: 'name' });
  });
});
