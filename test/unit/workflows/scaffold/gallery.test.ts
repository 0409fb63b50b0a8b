import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Files } from '../../../../extension/hosts/api';
import { createFiles } from '../../../../extension/hosts/files/files';
import { listGallery, listTemplates } from '../../../../extension/workflows/scaffold';
import { contextWith, TEMPLATES, useFolder } from './scaffold-fixture';

const context = contextWith(createFiles());
const used = useFolder();

/** A copy of fifo in the user's folder; `change` spoils it. */
function ownTemplate(name: string, change: (folder: string) => void = () => undefined): void {
  const folder = join(used.folder, name);
  cpSync(join(TEMPLATES, 'fifo'), folder, { recursive: true });
  change(folder);
}

describe('listGallery', () => {
  it('has the picture of each template', async () => {
    const { entries, broken } = await listGallery(context, null);
    expect(broken).toEqual([]);
    expect(entries.map(({ template }) => template.name)).toContain('fifo');
    for (const { picture } of entries) expect(picture).toMatch(/^<svg /);
  });

  it('leaves out what can not be copied, says why, and offers the others', async () => {
    ownTemplate('good');
    ownTemplate('linked', (folder) => {
      symlinkSync('/etc/passwd', join(folder, 'passwd'));
    });
    ownTemplate('mainless', (folder) => {
      rmSync(join(folder, 'fifo.bpf.c'));
    });
    mkdirSync(join(used.folder, 'wrong'));
    writeFileSync(join(used.folder, 'wrong/template.json'), '{}');
    const { entries, broken } = await listGallery(context, used.folder);
    const own = entries.filter(({ template }) => template.isOwn);
    expect(own.map(({ template }) => template.name)).toEqual(['good']);
    expect(entries.some(({ template }) => !template.isOwn)).toBe(true);
    expect(broken.map(({ folder, wrong }) => [folder.split('/').pop(), wrong])).toEqual([
      ['wrong', expect.stringMatching(/^template.json: title: /)],
      ['linked', 'passwd is a link'],
      ['mainless', 'fifo.bpf.c has not one constant slice_us'],
    ]);
  });

  it('shows no picture that is missing or as large as a film', async () => {
    ownTemplate('large', (folder) => {
      writeFileSync(join(folder, 'picture.svg'), `<svg>${' '.repeat(200_000)}</svg>`);
    });
    ownTemplate('none', (folder) => {
      rmSync(join(folder, 'picture.svg'));
    });
    const { entries } = await listGallery(context, used.folder);
    const own = entries.filter(({ template }) => template.isOwn);
    expect(own.map(({ picture }) => picture)).toEqual([null, null]);
  });
});

describe("the folder of the user's own templates", () => {
  it.each([
    ['none', 'there is no such folder'],
    ['file', 'it is a file, not a folder of templates'],
  ])('is said to be wrong when it is %s, and ours are there', async (name, wrong) => {
    writeFileSync(join(used.folder, 'file'), '');
    const { templates, broken } = await listTemplates(context, join(used.folder, name));
    expect(broken).toEqual([{ folder: join(used.folder, name), wrong }]);
    expect(templates.length).toBeGreaterThan(0);
  });

  it('may be one that this user may not read', async () => {
    const files: Files = {
      ...createFiles(),
      list: (folder) =>
        folder === used.folder
          ? Promise.reject(new Error('EACCES: permission denied'))
          : createFiles().list(folder),
    };
    const { templates, broken } = await listTemplates(contextWith(files), used.folder);
    expect(broken[0]?.wrong).toBe("it can't be read: EACCES: permission denied");
    expect(templates.length).toBeGreaterThan(0);
  });
});
