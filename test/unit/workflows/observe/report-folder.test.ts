import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '../../../../extension/hosts/files/files';
import { openReport, saveReport } from '../../../../extension/workflows/observe/report-folder';
import type { SchedulerObject } from '../../../../extension/workflows/scheduler-object';
import { BARE_REPORT, reportOf } from '../../../fakes/exit-reports';

const files = createFiles();
let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'scx report é '));
});
afterEach(() => {
  rmSync(place, { recursive: true });
});

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

function madeObject(): SchedulerObject {
  const at = (name: string) => join(place, name);
  writeFileSync(at('lazy.bpf.c'), 'int x;\n');
  writeFileSync(at('lazy.o'), 'object');
  return {
    ...{ source: at('lazy.bpf.c'), path: at('lazy.o'), strippedPath: at('lazy.o') },
    ...{ dependenciesPath: at('lazy.d'), kernelBuild: '6.18', clang: 'clang version 19' },
    ...{ bytes: readFileSync(at('lazy.o')), dependencies: [at('lazy.bpf.c')] },
    sources: [{ path: at('lazy.bpf.c'), text: 'int x;\n', sha256: hashOf('int x;\n') }],
  };
}

describe('a report in a folder', () => {
  it('has all of it, and is read again without anything else', async () => {
    const folder = join(place, 'a new/one');
    const report = reportOf({ output: ['said'] });
    const ok = { kind: 'ok', value: report };
    expect((await saveReport(files, folder, report, madeObject())).kind).toBe('ok');
    expect(readdirSync(folder)).toEqual([
      ...['README.md', 'dump.txt', 'kernel.log', 'lazy.bpf.o', 'output.txt', 'report.json'],
      ...['sources.sha256', 'versions.txt'],
    ]);
    const hashes = readFileSync(join(folder, 'sources.sha256'), 'utf8');
    expect(hashes).toMatch(/^[0-9a-f]{64} {2}.*lazy\.bpf\.c\n$/);
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(readme).toContain('lazy[812] was ready to run');
    expect(await openReport(files, folder)).toEqual(ok);
    expect(await openReport(files, join(folder, 'report.json'))).toEqual(ok);
  });

  it('has the object that was loaded and its sources, whatever was saved and built since', async () => {
    const object = madeObject();
    writeFileSync(join(place, 'lazy.bpf.c'), 'int fixed;\n');
    writeFileSync(object.strippedPath, 'fixed object');
    await saveReport(files, join(place, 'later'), reportOf(), object);
    const saved = (name: string) => readFileSync(join(place, 'later', name), 'utf8');
    expect(saved('lazy.bpf.o')).toBe('object');
    expect(saved('sources.sha256')).toBe(`${hashOf('int x;\n')}  ${object.source}\n`);
  });

  it('has no empty files where little is known', async () => {
    const folder = join(place, 'bare');
    await saveReport(files, folder, BARE_REPORT, null);
    expect(readdirSync(folder)).toEqual(['README.md', 'report.json']);
  });

  it('overwrites nothing, and leaves nothing half-written', async () => {
    const folder = join(place, 'taken');
    mkdirSync(folder);
    writeFileSync(join(folder, 'dump.txt'), 'mine');
    const said = await saveReport(files, folder, reportOf(), null);
    expect(said).toMatchObject({ kind: 'problem', problem: { code: 'file-exists' } });
    expect(readdirSync(folder)).toEqual(['dump.txt']);
    expect(readFileSync(join(folder, 'dump.txt'), 'utf8')).toBe('mine');
  });

  it('says why it can not be written', async () => {
    writeFileSync(join(place, 'file'), '');
    const said = await saveReport(files, join(place, 'file/below'), reportOf(), null);
    expect(said).toMatchObject({ kind: 'problem', problem: { code: 'project-not-written' } });
  });

  it.each([
    ['nothing', null, /it has no report\.json/],
    ['no JSON', '{', /no JSON/],
    ['half of it', '{"version": 1}', /ops/],
    ['too much', ' '.repeat(65 * 1024 * 1024), /64 MB are the most/],
  ])('is refused with %s in it', async (_, text, words) => {
    if (text !== null) writeFileSync(join(place, 'report.json'), text);
    const said = await openReport(files, place);
    expect(said).toMatchObject({ kind: 'problem', problem: { code: 'report-not-readable' } });
    expect(said.kind === 'problem' && said.problem.message).toMatch(words);
  });
});
