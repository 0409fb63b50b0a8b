import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finding } from '../../../extension/core/findings/finding';
import { createFiles } from '../../../extension/hosts';
import type { WorkflowContext } from '../../../extension/workflows/context';
import type { SchedulerObject } from '../../../extension/workflows/scheduler-object';
import { sourcePlaces } from '../../../extension/workflows/source-places';
import { CLANG, HEAD } from '../core/btf/compiled-object';
import { createFakeHosts } from '../../fakes/fake-hosts';

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
  const context: WorkflowContext = {
    files,
    tools: { find: () => Promise.resolve(null), run: () => Promise.reject(new Error('no tool')) },
    hosts: createFakeHosts(),
    cacheDir: '',
    templatesDir: '',
    log: () => undefined,
    who: 'me@here',
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scx places ü '));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function build(workspace: string): SchedulerObject {
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
    const object = {
      source: at('main.bpf.c'),
      path: at('main.bpf.o'),
      strippedPath: at('main.bpf.o'),
      dependenciesPath: at('main.bpf.d'),
      kernelBuild: '6.18',
    };
    const flags = ['-g', '-O2', '-target', 'bpf', '-MD', '-MF', object.dependenciesPath];
    execFileSync(CLANG!, [...flags, '-c', object.source, '-o', object.path]);
    return object;
  }

  it('are those of its own workspace, though another one has files of the same names', async () => {
    for (const workspace of ['one', 'two']) {
      const { place, resolveFile } = await sourcePlaces(context, build(workspace));
      expect(resolveFile('main.bpf.c')).toBe(join(folder, workspace, 'main.bpf.c'));
      expect(await place([missing])).toMatchObject([
        { file: join(folder, workspace, 'second/part.h'), line: 4, column: 9, program: 'one' },
      ]);
    }
  });

  it('are in the one header of two that has code', async () => {
    const { resolveFile } = await sourcePlaces(context, build('one'));
    expect(resolveFile('part.h')).toBe(join(folder, 'one/second/part.h'));
    const path = join(folder, 'one/first/part.h');
    expect(resolveFile(path)).toBe(path);
    expect(resolveFile('other.h')).toBeNull();
  });

  it('are found in the text where the object is gone, and at the first line where nothing is', async () => {
    const scheduler = build('one');
    rmSync(scheduler.path);
    const { place, object } = await sourcePlaces(context, scheduler);
    expect(object).toBeNull();
    const other = finding({ code: 'verifier/permission', severity: 'error', message: 'x' });
    expect(await place([missing, other])).toMatchObject([
      { file: join(folder, 'one/second/part.h'), line: 4, column: 9 },
      { file: scheduler.source, line: 1, column: null },
    ]);
    expect(await place([])).toEqual([]);
  });

  it('are in the source when it was changed since: no column of another line', async () => {
    const scheduler = build('one');
    const header = join(folder, 'one/second/part.h');
    writeFileSync(header, CALL.replace('\treturn make_coffee(p);', '\treturn  make_coffee(p) ;'));
    const { place } = await sourcePlaces(context, scheduler);
    expect(await place([missing])).toMatchObject([{ file: header, line: 4, column: null }]);
    writeFileSync(header, '');
    const [gone] = await place([missing]);
    expect(gone).toMatchObject({ file: scheduler.source, line: 1 });
  });
});
