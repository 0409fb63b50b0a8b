import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readObject } from '../../../extension/core/btf/object-info';
import { CLANG, compile, HEAD } from '../core/btf/compiled-object';
import { scxStudio } from './command-line';

const HEADER = `int make_coffee(struct task_struct *p) __ksym;
static inline __attribute__((always_inline)) int brew(struct task_struct *p)
{
	return make_coffee(p);
}
`;
const SOURCE = `#include "head.h"
#include "coffee.h"
struct { int *entries; } counters SEC(".maps");
SEC("struct_ops/one") int one(struct task_struct *p)
{
	if (p->cpu)
		return p->scx[1].weight;
	return brew(p);
}
`;
const FILES = { 'main.bpf.c': SOURCE, 'coffee.h': HEADER, 'head.h': HEAD };

interface Shown {
  readonly code: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly program: string | null;
}

describe.skipIf(CLANG === null)('explain --object', () => {
  let folder = '';
  let log = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scx explain ü '));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
    const { bytes } = compile(FILES);
    writeFileSync(join(folder, 'main.bpf.o'), bytes);
    writeFileSync(join(folder, 'bare.bpf.o'), compile(FILES, '-g0').bytes);
    log = refusedAt(bytes);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** A log as kernels before 6.8 write it: no file, no line. It ends where the weight is read. */
  function refusedAt(bytes: Uint8Array): string {
    const object = readObject(bytes)!;
    let last = 0;
    while (object.accessAt('one', last)?.member !== 'scx[1].weight') last += 1;
    const code = Array.from({ length: last + 1 }, (_, at) =>
      object.opcodeAt('one', at)!.toString(16),
    );
    return [
      "libbpf: prog 'one': BPF program load failed: Permission denied",
      "libbpf: prog 'one': -- BEGIN PROG LOAD LOG --",
      '; return p->scx[1].weight;',
      ...code.map((opcode, at) => `${at}: (${opcode.padStart(2, '0')}) …`),
      "R1 invalid mem access 'scalar'",
      'processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0',
      '-- END PROG LOAD LOG --',
      "libbpf: prog 'one': failed to load: -13",
      '',
    ].join('\n');
  }

  const explain = async (stdin: string, ...words: string[]) => {
    const said = await scxStudio(['explain', '-', '--json', ...words], { cwd: folder, stdin });
    const findings = said.status === 2 ? [] : (said.json() as { findings: Shown[] }).findings;
    return { ...said, findings };
  };

  it('places what the log does not, in the file that lies here', async () => {
    const bare = await explain(log);
    expect(bare.findings).toMatchObject([{ program: 'one', file: null, line: null }]);
    const { findings, stderr, status } = await explain(log, '--object', 'main.bpf.o');
    const here = { file: join(folder, 'main.bpf.c'), line: 7, column: 20, program: 'one' };
    expect(findings).toMatchObject([here]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
  });

  it('finds the call of a missing function in its header, and who uses that', async () => {
    const said = await explain(
      "libbpf: extern (func ksym) 'make_coffee': not found in kernel or module BTFs\n",
      '--object',
      join(folder, 'main.bpf.o'),
    );
    expect(said.findings).toMatchObject([
      {
        file: join(folder, 'coffee.h'),
        line: 4,
        program: 'one',
        related: [
          {
            file: join(folder, 'main.bpf.c'),
            message: expect.stringContaining('near here, in one') as string,
          },
        ],
      },
    ]);
  });

  it('finds a map in the sources that the object was made of', async () => {
    const said = await explain(
      "libbpf: map 'counters': failed to create: Invalid argument(-22)\n",
      '--object',
      'main.bpf.o',
    );
    const here = { code: 'verifier/map', file: join(folder, 'main.bpf.c'), line: 3, column: 26 };
    expect(said.findings).toMatchObject([here]);
  });

  it.each([
    ['main.bpf.c', 'it is no whole BPF object (ELF, 64 bits, little-endian)'],
    ['bare.bpf.o', 'it was compiled without -g, or stripped of its BTF'],
  ])('leaves %s out, says why, and explains the log without it', async (name, reason) => {
    const said = await explain(log, '--object', name);
    expect(said.stderr).toBe(`${name} is left out: ${reason}\n`);
    expect(said).toMatchObject({ status: 1, findings: [{ program: 'one', file: null }] });
  });

  it.each([
    ['another program', (text: string) => text.replaceAll("'one'", "'two'")],
    [
      'another build',
      (text: string) => text.replace(/^1: \(..\)/m, '1: (b7)').replace(/^0: \(..\)/m, '0: (0f)'),
    ],
  ])('leaves the object out when the log is of %s', async (_, change) => {
    const said = await explain(change(log), '--object', 'main.bpf.o');
    expect(said.stderr).toBe(
      'main.bpf.o is left out: this log is of another object, or of another build of it\n',
    );
    expect(said.findings).toMatchObject([{ file: null, line: null }]);
  });

  it('is a wrong use when there is no such file', async () => {
    const said = await explain(log, '--object', 'none.bpf.o');
    expect(said).toMatchObject({
      status: 2,
      stdout: expect.not.stringContaining('verifier/') as string,
    });
    expect(said.stderr + said.stdout).toContain('Could not read none.bpf.o: there is no such file');
  });
});
