import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readObject } from '../../../extension/core/btf/object-info';
import { parseDependencies } from '../../../extension/core/clang/dependencies';
import type { Finding } from '../../../extension/core/findings/finding';
import type { BuildRequest } from '../../../extension/workflows/build/build';
import { verifyScheduler } from '../../../extension/workflows/verify/verify';
import { until, valueOf } from '../lab-target';
import { GOOD, lineOf, NULL_CHECK_MISSING, scheduler } from '../schedulers';
import { openBuildTarget, type BuildTarget } from './build-target';

const NAME = "pröject '$(touch owned)'";

describe('a build on the target', () => {
  let machines: BuildTarget;
  beforeAll(async () => {
    const bashrc = 'export TMPDIR="$HOME/tmp"; mkdir -p "$TMPDIR"; echo "Welcome to the box!"\n';
    const users = [{ name: 'builder', shell: '/bin/bash', files: { '.bashrc': bashrc } }];
    machines = await openBuildTarget(NAME, { users });
  });
  afterAll(() => machines.close());

  /** What clang made of one source on both machines. */
  const both = async (source: string, more: Partial<BuildRequest> = {}) => {
    const there = valueOf(await machines.build(source, { ...more, where: 'target' }));
    const objectThere = there.object && readFileSync(there.object.strippedPath);
    const dependencies =
      there.object && parseDependencies(readFileSync(there.object.dependenciesPath, 'utf8'));
    const here = valueOf(
      await machines.build(source, { ...more, where: 'here', host: machines.lab.host }),
    );
    const objectHere = here.object && readFileSync(here.object.strippedPath);
    return { there, objectThere, dependencies, here, objectHere };
  };
  const left = () => readdirSync(join(machines.home, 'tmp'));

  it('gives what a build here gives, and the kernel takes it', async () => {
    const { build, write, lab } = machines;
    const source = write('good.bpf.c', GOOD);
    const { there, objectThere, dependencies, here, objectHere } = await both(source);
    expect(there.findings).toEqual(here.findings);
    const info = readObject(objectThere!)!;
    expect(info.files).toEqual(readObject(objectHere!)!.files);
    expect(info.files).toContain(source);
    expect(info.startOf('good_enqueue')).toEqual(readObject(objectHere!)!.startOf('good_enqueue'));
    expect(dependencies).toContain(join(source, '../include/scx/common.bpf.h'));
    expect(dependencies).toContain(source);
    expect(left()).toEqual([]);

    const stages: string[] = [];
    const again = await build(source, {}, { onProgress: (stage) => stages.push(stage) });
    expect(stages).toEqual(['Compiling good.bpf.c on box']);
    const { host, facts } = lab;
    const { object } = valueOf(again);
    const verdict = valueOf(await verifyScheduler({ object: object!, host, facts }));
    expect(verdict.findings).toEqual([]);
    expect(verdict.programs.map(({ name }) => name)).toEqual(['good_enqueue']);
  });

  it("leads the verifier's findings to the files here", async () => {
    const { build, write, lab } = machines;
    const source = write('null_check.bpf.c', NULL_CHECK_MISSING);
    const { object } = valueOf(await build(source));
    const { host, facts } = lab;
    const verdict = valueOf(await verifyScheduler({ object: object!, host, facts }));
    expect(verdict.findings[0]).toMatchObject({
      code: 'verifier/null-pointer',
      file: source,
      line: lineOf(NULL_CHECK_MISSING),
    });
  });

  it.each([
    ['an error in a header', '#include "broken.h"\n', { 'broken.h': 'int x = unknown_name;\n' }],
    [
      'an error through headers',
      '#include <deep/one.h>\n',
      { 'include/deep/one.h': '#include "two.h"\n', 'include/deep/two.h': '\nstruct { int a }\n' },
    ],
    ['a header that is not there', '#include "missing.h"\n', {}],
    [
      'a warning in a macro of a header',
      '#include "macro.h"\nstatic inline int f(void) { return TWICE(1); }\n',
      { 'macro.h': '#define TWICE(x) ({ int unused; (x) * 2; })\n' },
    ],
    ['an error in a macro of the scheduler header', 'static int f(int x) { BPF_FOR(x); }\n', {}],
    ['a warning of the scheduler', '#warning "not finished"\nstatic int v;\n', {}],
    [
      'an error without a place',
      'int big(void) { volatile char a[600] = {1}; return a[5]; }\n',
      {},
    ],
    ['an unknown field', 'int f(struct task_struct *p) { return p->no_such_field; }\n', {}],
    ['a redefinition', 'struct task_struct { int mine; };\n', {}],
  ])('finds the same: %s', async (name, text, headers) => {
    const folder = `findings/${name}`;
    for (const [header, content] of Object.entries(headers))
      machines.write(`${folder}/${header}`, content);
    const source = machines.write(`${folder}/found.bpf.c`, GOOD.replace('\n', `\n${text}`));
    const flags = ['-I', join(source, '../../../include'), '-DTEST_NAME="a \'b"'];
    const { there, here } = await both(source, { extraFlags: flags });
    expect(there.findings).not.toEqual([]);
    expect(there.findings.map(comparable)).toEqual(here.findings.map(comparable));
    expect(there.object === null).toBe(here.object === null);
  });

  it('compiles nothing any more when it is cancelled', async () => {
    const { build, write, home } = machines;
    const { uid } = statSync(home);
    const clangs = () =>
      execFileSync('ps', ['-o', 'pid=,comm=', '-U', String(uid)], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => line.includes('clang'));
    const source = write('endless.bpf.c', `${doublings(26)}${scheduler('endless')}`);
    const controller = new AbortController();
    const building = build(source, {}, { signal: controller.signal });
    await until(
      () => Promise.resolve(left()),
      (names) => names.length > 0,
    );
    await until(
      () => Promise.resolve(clangs()),
      (lines) => lines.length > 0,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    controller.abort();
    expect(await building).toEqual({ kind: 'cancelled' });
    expect(clangs()).toEqual([]);
    expect(left()).toEqual([]);
    expect(valueOf(await build(write('good.bpf.c', GOOD))).object).not.toBeNull();
  });
});

/** Raw lines are not compared, nor which target's folder the kernel's types are kept in. */
const comparable = ({ raw, ...finding }: Finding) => ({
  ...finding,
  raw: raw.length > 0,
  related: finding.related.map((place) => ({
    ...place,
    file: place.file?.replace(/\/kernels\/[^/]+\//, '/kernels/') ?? null,
  })),
});

/** A line that takes the preprocessor 2^n steps. */
function doublings(n: number): string {
  const lines = ['#define D0 0'];
  for (let at = 1; at <= n; at++) lines.push(`#define D${at} D${at - 1} + D${at - 1}`);
  return [...lines, `int doubled = D${n};`, ''].join('\n');
}
