import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finding } from '../../../extension/core/findings/finding';
import { parseDependencies } from '../../../extension/core/clang/dependencies';
import { createFiles } from '../../../extension/hosts';
import { readSources } from '../../../extension/workflows/build/object-sources';
import type { SchedulerObject } from '../../../extension/workflows/scheduler-object';
import { sourcePlaces } from '../../../extension/workflows/source-places';
import { CLANG, HEAD } from '../core/btf/compiled-object';

const CALL = `int make_coffee(struct task_struct *p) __ksym;
static inline __attribute__((always_inline)) int brew(struct task_struct *p)
{
	return make_coffee(p);
}
`;
const MAIN = `#include "head.h"
#include "first/part.h"
#include "second/part.h"
SEC("struct_ops/one") int one(struct task_struct *p) { return brew(p); }
`;
const missing = finding({
  code: 'verifier/missing-kfunc',
  severity: 'error',
  message: 'make_coffee() does not exist on the target kernel',
  statement: "libbpf: extern (func ksym) 'make_coffee': not found in kernel or module BTFs",
  raw: ["libbpf: extern (func ksym) 'make_coffee': not found in kernel or module BTFs"],
});

describe.skipIf(CLANG === null)('the places of an object', () => {
  let folder = '';
  const files = createFiles();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scx places ü '));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function build(workspace: string): Promise<SchedulerObject> {
    const at = (name: string) => join(folder, workspace, name);
    for (const [name, text] of [
      ['head.h', HEAD],
      ['main.bpf.c', MAIN],
      ['first/part.h', '#define UNUSED 1\n'],
      ['second/part.h', CALL],
    ] as const) {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), text);
    }
    const [source, path, dependenciesPath] = [at('main.bpf.c'), at('main.bpf.o'), at('main.bpf.d')];
    const flags = ['-g', '-O2', '-target', 'bpf', '-MD', '-MF', dependenciesPath];
    execFileSync(CLANG!, [...flags, '-c', source, '-o', path]);
    const dependencies = parseDependencies(readFileSync(dependenciesPath, 'utf8'));
    return {
      ...{ source, path, strippedPath: path, dependenciesPath, dependencies },
      ...{ bytes: readFileSync(path), sources: await readSources(files, source, dependencies) },
      ...{ kernelBuild: '6.18', clang: null },
    };
  }

  it('are those of its own workspace, though another one has files of the same names', async () => {
    for (const workspace of ['one', 'two']) {
      const { place, resolveFile } = sourcePlaces(await build(workspace));
      expect(resolveFile('main.bpf.c')).toBe(join(folder, workspace, 'main.bpf.c'));
      expect(place([missing])).toMatchObject([
        { file: join(folder, workspace, 'second/part.h'), line: 4, column: 9, program: 'one' },
      ]);
    }
  });

  it('are in the one header of two that has code', async () => {
    const { resolveFile } = sourcePlaces(await build('one'));
    expect(resolveFile('part.h')).toBe(join(folder, 'one/second/part.h'));
    const path = join(folder, 'one/first/part.h');
    expect(resolveFile(path)).toBe(path);
    expect(resolveFile('other.h')).toBeNull();
  });

  it('are found in the text where the object can not be read, and at the first line where nothing is', async () => {
    const scheduler = { ...(await build('one')), bytes: new Uint8Array() };
    const { place, object } = sourcePlaces(scheduler);
    expect(object).toBeNull();
    const other = finding({ code: 'verifier/permission', severity: 'error', message: 'x' });
    expect(place([missing, other])).toMatchObject([
      { file: join(folder, 'one/second/part.h'), line: 4, column: 9 },
      { file: scheduler.source, line: 1, column: null },
    ]);
    expect(place([])).toEqual([]);
  });

  it('are those of the text that was compiled, whatever was saved and built since', async () => {
    const scheduler = await build('one');
    const header = join(folder, 'one/second/part.h');
    const before = sourcePlaces(scheduler).place([missing]);
    writeFileSync(header, `\n\n${CALL}`);
    writeFileSync(scheduler.path, '');
    writeFileSync(scheduler.dependenciesPath, '');
    expect(sourcePlaces(scheduler).place([missing])).toEqual(before);
    expect(before).toMatchObject([{ file: header, line: 4, column: 9 }]);
  });

  it('have no column where the text was changed while it was compiled', async () => {
    const scheduler = await build('one');
    const header = join(folder, 'one/second/part.h');
    const since = (text: string) =>
      scheduler.sources.map((one) => (one.path === header ? { ...one, text } : one));
    const moved = CALL.replace('\treturn make_coffee(p);', '\treturn  make_coffee(p) ;');
    const placed = (text: string) =>
      sourcePlaces({ ...scheduler, sources: since(text) }).place([missing]);
    expect(placed(moved)).toMatchObject([{ file: header, line: 4, column: null }]);
    expect(placed('')).toMatchObject([{ file: scheduler.source, line: 1 }]);
  });
});
