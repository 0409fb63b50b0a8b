import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { failed } from '../../../extension/core/findings/problem';
import { createFakeTools } from '../../fakes/fake-tools';
import { factsWith, scxStudio } from './command-line';

/** bpftool -d prog loadall of a program without a NULL check, on 6.18. */
const REFUSED = `libbpf: prog 'n_enqueue': BPF program load failed: -EACCES
libbpf: prog 'n_enqueue': -- BEGIN PROG LOAD LOG --
0: R1=ctx() R10=fp0
; u64 *count = bpf_map_lookup_elem(&counters, &key); @ n.bpf.c:2
8: (85) call bpf_map_lookup_elem#1    ; R0=map_value_or_null(id=1,map=counters,ks=4,vs=8)
; *count += 1; @ n.bpf.c:3
9: (79) r1 = *(u64 *)(r0 +0)
R0 invalid mem access 'map_value_or_null'
verification time 4356 usec
stack depth 8
processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
-- END PROG LOAD LOG --
libbpf: prog 'n_enqueue': failed to load: -EACCES
libbpf: failed to load object 'n.bpf.o'
Error: failed to load object file
`;

let folder = '';
let source = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scx steps ü '));
  source = join(folder, "it's n.bpf.c");
  writeFileSync(source, '#include "scx.h"\n');
});

const verifyAnswer = (log: string, exitCode: number) => ({
  verify: { lines: [...log.trimEnd().split('\n'), `scx-studio: bpftool exited ${exitCode}`] },
});
const run = (argv: string[], setting: Parameters<typeof scxStudio>[1] = {}) =>
  scxStudio([argv[0]!, source, '--target', 'vm', ...argv.slice(1)], { cwd: folder, ...setting });

describe('verify', () => {
  it('prints exactly the agreed members', async () => {
    const said = await run(['verify', '--json'], { answers: verifyAnswer(REFUSED, 255) });
    expect(said).toMatchObject({ status: 1, stderr: '' });
    expect(said.stdout.trimEnd()).not.toContain('\n');
    const { findings, programs, ...rest } = said.json() as Record<string, object[]>;
    expect(rest).toEqual({});
    expect(Object.keys(findings![0]!)).toEqual(
      'code severity message file line column program related explanation suggestion statement raw'.split(
        ' ',
      ),
    );
    expect(findings![0]).toMatchObject({ code: 'verifier/null-pointer', line: 3, column: null });
    expect(programs).toEqual([
      {
        name: 'n_enqueue',
        verdict: 'failed',
        instructions: 9,
        stackBytes: 8,
        verificationMicros: 4356,
      },
    ]);
  });

  it('prints findings as compilers do, then the programs', async () => {
    const said = await run(['verify'], { answers: verifyAnswer(REFUSED, 255) });
    expect(said.status).toBe(1);
    expect(said.stdout).toMatch(/^(it's n|n)\.bpf\.c:3: error: .* \[verifier\/null-pointer\]$/m);
    expect(said.stdout).toMatch(/^n_enqueue +failed +9 +8 B +4\.4 ms$/m);
    expect(said.stdout).toMatch(/^Refused on 6\.18\.15-cloud: 1 error$/m);
  });

  it('explains a saved log the same way', async () => {
    const verified = await run(['verify', '--json'], { answers: verifyAnswer(REFUSED, 255) });
    const explained = await scxStudio(['explain', '-', '--json'], { stdin: REFUSED, cwd: folder });
    expect(explained.status).toBe(1);
    const place = (text: string) => text.replaceAll(/"[^"]*n\.bpf\.c"/g, '"n.bpf.c"');
    expect(place(explained.stdout)).toBe(place(verified.stdout));
  });

  it.each([
    ['hasSchedExt ', 'no sched_ext'],
    ['hasBtf ', 'no BTF'],
    ['bpftool ', 'no bpftool'],
    ['privilege none', 'there is no sudo'],
    ['hasBpffs ', 'no BPF file system'],
  ])('names what the target lacks: "%s"', async (fact, cause) => {
    const said = await run(['verify'], { answers: { facts: { lines: factsWith(fact) } } });
    expect(said).toMatchObject({ status: 3, stdout: '' });
    expect(said.stderr).toContain(cause);
  });

  it('says that there is no clang, or that it is too old', async () => {
    const none = await run(['verify'], { tools: createFakeTools({}) });
    expect(none.status).toBe(3);
    expect(none.stderr).toContain('no clang of version 16 or later');
    const old = createFakeTools({ clang: '/usr/bin/clang' }, () => ({
      stdout: 'Debian clang version 14.0.6\n',
    }));
    const said = await run(['verify'], { tools: old });
    expect(said.status).toBe(3);
    expect(said.stderr).toContain('/usr/bin/clang is version 14');
  });

  it('says that the disk of the target is full', async () => {
    const lines = ['scx-studio: cannot store the object: no space left'];
    const said = await run(['verify'], { answers: { verify: { lines } } });
    expect(said.status).toBe(3);
    expect(said.stderr).toContain('took no file');
  });

  it('says that the target died half-way', async () => {
    const lost = failed({
      kind: 'target',
      code: 'connection-lost',
      message: 'Could not reach vm: the connection ended',
      nextStep: 'Try again.',
      detail: '',
    });
    const said = await run(['verify'], { answers: { verify: { end: lost } } });
    expect(said).toMatchObject({ status: 3, disposed: true });
    expect(said.stderr).toContain('the connection ended');
  });

  it('ends with 130 when it is interrupted', async () => {
    const said = await run(['verify'], {
      answers: { verify: { end: 'held' } },
      whileRunning: (abort) => setTimeout(abort, 100),
    });
    expect(said).toMatchObject({ status: 130, stdout: '', stderr: '', disposed: true });
  });
});

describe('build', () => {
  it('copies the object to where it is wanted', async () => {
    const said = await run(['build', '--output', 'out.bpf.o', '--json']);
    expect(said).toMatchObject({ status: 0 });
    expect(said.json()).toEqual({ object: join(folder, 'out.bpf.o'), findings: [] });
  });

  it('finds the one scheduler of a folder', async () => {
    const said = await scxStudio(['build', '--target', 'vm'], { cwd: folder });
    expect(said.status).toBe(0);
    expect(said.stdout).toMatch(/^Built .*: no errors$/m);
  });
});
