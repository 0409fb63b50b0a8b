import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../../../extension/core/scaffold/template-manifest';
import { createFiles } from '../../../../extension/hosts/files/files';
import { newScheduler, type Template } from '../../../../extension/workflows/scaffold';
import { contextWith, problemOf, useFolder } from './scaffold-fixture';

const context = contextWith(createFiles());
const used = useFolder();

describe("a template of the user's own that is broken or means harm", () => {
  const manifest = { title: 'Mine', description: 'My own', scheduler: 'first' };
  const own = (more: object = {}): Template => {
    const read = readManifest(JSON.stringify({ ...manifest, ...more }));
    if (read.kind === 'wrong') throw new Error(read.wrong);
    return { name: 'own', folder: `${used.folder}/own`, isOwn: true, manifest: read.manifest };
  };
  beforeEach(() => {
    mkdirSync(`${used.folder}/own`);
    writeFileSync(`${used.folder}/own/first.bpf.c`, '');
  });
  const wrongWith = async (template = own()) => {
    const made = await newScheduler(context, { template, name: 'mine', folder: used.folder });
    const { code, message } = problemOf(made);
    expect(code).toBe('template-broken');
    expect(existsSync(`${used.folder}/mine`)).toBe(false);
    return message;
  };

  it('refuses a link to a file, to a folder and to nowhere', async () => {
    for (const [target, name] of [
      ['/etc/passwd', 'a'],
      ['..', 'b'],
      ['/nowhere', 'c'],
    ] as const) {
      symlinkSync(target, `${used.folder}/own/${name}`);
      expect(await wrongWith()).toContain(`${name} is a link`);
      rmSync(`${used.folder}/own/${name}`);
    }
  });

  it('refuses a gigabyte without reading it', async () => {
    const file = openSync(`${used.folder}/own/large`, 'w');
    ftruncateSync(file, 2 ** 30);
    closeSync(file);
    expect(await wrongWith()).toContain('more than 4 MB');
  });

  it('refuses thousands of files, and what is no text', async () => {
    writeFileSync(`${used.folder}/own/binary`, 'a\0b');
    expect(await wrongWith()).toContain('binary is no text');
    rmSync(`${used.folder}/own/binary`);
    for (let index = 0; index < 600; index += 1) writeFileSync(`${used.folder}/own/f${index}`, '');
    expect(await wrongWith()).toContain('more than 500 files');
  });

  it('refuses one without its main file, or without a file of an option', async () => {
    expect(await wrongWith(own({ main: 'src/x.bpf.c' }))).toContain('no file src/x.bpf.c');
    const constants = [{ file: 'none.c', name: 'x' }];
    const slice = { type: 'integer', label: 'S', default: 1, minimum: 0, maximum: 9, constants };
    expect(await wrongWith(own({ options: { slice } }))).toContain('none.c has not one constant x');
  });

  it('refuses a folder that is gone', async () => {
    rmSync(`${used.folder}/own`, { recursive: true });
    expect(await wrongWith()).toContain('the folder is gone');
  });

  it('leaves what builds have made where it is', async () => {
    mkdirSync(`${used.folder}/own/build`);
    writeFileSync(`${used.folder}/own/build/x`, 'x\0');
    const made = await newScheduler(context, {
      template: own(),
      name: 'mine',
      folder: used.folder,
    });
    expect(made.kind).toBe('ok');
    expect(existsSync(`${used.folder}/mine/build`)).toBe(false);
  });
});
