import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { failed, ok, type Outcome } from '../../../extension/core/findings/problem';
import type { Host } from '../../../extension/hosts/api';
import { createFakeHost } from '../../fakes/fake-host';
import { FACTS, scxStudio, TYPES } from './command-line';

const PASSED = ['processed 9 insns (limit 1000000) max_states_per_insn 0'];
const REFUSED = [
  "libbpf: prog 'n_enqueue': BPF program load failed: -EACCES",
  "libbpf: prog 'n_enqueue': -- BEGIN PROG LOAD LOG --",
  '; *count += 1; @ n.bpf.c:3',
  '9: (79) r1 = *(u64 *)(r0 +0)',
  "R0 invalid mem access 'map_value_or_null'",
  'processed 9 insns (limit 1000000) max_states_per_insn 0',
  '-- END PROG LOAD LOG --',
];
const UNREACHABLE = {
  kind: 'target',
  code: 'unreachable',
  message: 'Could not reach gone: no answer',
  nextStep: '',
  detail: '',
} as const;

let source = '';
beforeAll(() => {
  source = join(mkdtempSync(join(tmpdir(), 'scx many ü ')), 'n.bpf.c');
  writeFileSync(source, '#include "scx.h"\n');
});

/** `old` passes, `new` refuses, `gone` does not answer. */
const verify = (targets: string, ...more: string[]) =>
  scxStudio(['verify', source, '--target', targets, ...more], {
    connect: (target): Outcome<Host> => {
      if (target.id === 'gone') return failed(UNREACHABLE);
      const isNew = target.id === 'new';
      const release = isNew ? '7.3' : '6.12';
      const facts = FACTS.map((line) =>
        line.replace(/^(kernelRelease|kernelBuild) .*/, `$1 ${release}`),
      );
      const lines = [
        ...(isNew ? REFUSED : PASSED),
        `scx-studio: bpftool exited ${isNew ? 255 : 0}`,
      ];
      return ok(
        createFakeHost({ facts: { lines: facts }, vmlinux: TYPES, verify: { lines } }, target),
      );
    },
  });

describe('verify on many targets', () => {
  it('shows a table, and says on which kernels a finding holds', async () => {
    const said = await verify('old,new,gone');
    expect(said.status).toBe(1);
    expect(said.stdout).toMatch(/error: .*\(only on 7\.3\) \[verifier\/null-pointer\]/);
    expect(said.stdout).toMatch(/^old +6\.12 +passed/m);
    expect(said.stdout).toMatch(/^new +7\.3 +refused +9 +.*null-pointer/m);
    expect(said.stdout).toMatch(/^gone +- +- +- +Could not reach gone: no answer$/m);
    expect(said.stdout).toMatch(/^Passed on 1 of 3 targets: 1 error$/m);
  });

  it('gives a row a target under --json', async () => {
    const said = await verify('old,new,gone', '--json');
    const { targets, findings } = said.json() as { targets: object[]; findings: object[] };
    expect(targets).toMatchObject([
      { target: 'old', kernel: '6.12', verdict: 'passed', findings: [], problem: null },
      { target: 'new', kernel: '7.3', verdict: 'refused', instructions: 9 },
      { target: 'gone', kernel: null, verdict: null, problem: { code: 'unreachable' } },
    ]);
    expect(findings).toHaveLength(1);
  });

  it('takes --target again and again, and each target once', async () => {
    const said = await verify('old', '--target', 'old', '--target', ' gone', '--json');
    expect((said.json() as { targets: object[] }).targets).toHaveLength(2);
    expect(said.status).toBe(3);
  });

  it('names the kernels in formats for programs too', async () => {
    const said = await verify('old,new', '--format', 'github');
    expect(said.stdout).toMatch(/^::error .*only on 7\.3/m);
  });

  it('fails when nobody can be reached to build for, and for a name that is no target', async () => {
    expect((await verify('gone,gone2')).status).toBe(3);
    const odd = await verify('old,-x');
    expect(odd.status).toBe(2);
    expect(odd.stderr).toContain('"-x"');
  });
});
