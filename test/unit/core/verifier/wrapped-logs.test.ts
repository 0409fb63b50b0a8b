import { describe, expect, it } from 'vitest';
import { explainLog } from '../../../../extension/core/verifier/explain-log';
import { briefLog, capturedLog, KERNELS, markedLine } from './captured-logs';

/** The part of a captured log between libbpf's marks: what the kernel itself wrote. */
function bare(log: string): string {
  const [, text = ''] = /-- BEGIN PROG LOAD LOG --\n([^]*?)-- END PROG LOAD LOG --/.exec(log) ?? [];
  return text;
}

const summary = (log: string) =>
  explainLog(log).findings.map(({ code, file, line, program }) => ({ code, file, line, program }));

const NULL_POINTER = {
  code: 'verifier/null-pointer',
  file: 'null-pointer.bpf.c',
  line: 19,
  program: 'null_pointer_enqueue',
};

describe.each(KERNELS)('a log of kernel %s', (kernel) => {
  const log = capturedLog(kernel, 'null-pointer');

  it('is understood without its wrapper', () => {
    expect(summary(bare(log))).toEqual([NULL_POINTER]);
  });

  it('is understood with prefixes, colours, indentation and carriage returns', () => {
    const each = (change: (line: string) => string) => bare(log).split('\n').map(change).join('\n');
    expect(summary(each((line) => `2026-01-31T12:00:00.123456Z ${line}`))).toEqual([NULL_POINTER]);
    expect(summary(each((line) => `12:00:00 [WARN] ${line}`))).toEqual([NULL_POINTER]);
    expect(summary(each((line) => `[   12.345678] ${line}`))).toEqual([NULL_POINTER]);
    expect(summary(each((line) => `\u001b[31m${line}\u001b[0m`))).toEqual([NULL_POINTER]);
    expect(summary(each((line) => `\t    ${line}\r`))).toEqual([NULL_POINTER]);
  });

  it.each([
    ['journald', 'Nov 23 07:22:43 my-host kernel[1]: '],
    ['syslog of a loader', 'Nov  3 07:22:43 my-host scx_loader[1234]: '],
    ['dmesg -x', 'kern  :info  : [   12.345678] '],
    ['/dev/kmsg levels', '<6>'],
    ['TAP', '# '],
    ['a container in a CI job', 'build\tRun tests\t2026-01-31T12:00:00.1234567Z loader-1  | '],
    ['a mail', '> > '],
    ['a quoted kernel log', '> [   12.345678] '],
  ])('is understood with the prefix of %s', (_, prefix) => {
    const text = bare(log)
      .split('\n')
      .map((line) => prefix + line)
      .join('\n');
    expect(summary(text)).toEqual([NULL_POINTER]);
  });

  it('is understood when a mail has broken its lines', () => {
    const text = bare(log).replaceAll(/(.{1,74})(?: +|$)/gm, '$1\n');
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(80);
    expect(summary(text)).toEqual([NULL_POINTER]);
  });

  it('is understood within JSON, or printed for debugging', () => {
    expect(summary(`{"level":"error","log":${JSON.stringify(bare(log))}}`)).toEqual([NULL_POINTER]);
    expect(summary(`Error: LoadError { log: ${JSON.stringify(bare(log))} }`)).toEqual([
      NULL_POINTER,
    ]);
  });

  it('is understood when a loader in Rust or Go puts words before it', () => {
    const aya = `Error: the BPF_PROG_LOAD syscall failed. Verifier output: ${bare(log)}`;
    expect(summary(aya)).toEqual([NULL_POINTER]);
    const go = `field X: program null_pointer_enqueue: load program: permission denied:\n`;
    expect(summary(go + bare(log).replaceAll(/^/gm, '\t'))).toEqual([NULL_POINTER]);
  });

  it('is understood when the words around it are lost', () => {
    const lines = log.split('\n');
    const refused = lines.findIndex((line) => line.includes('BPF program load failed'));
    expect(summary([...lines.slice(0, refused), ...lines.slice(refused + 1)].join('\n'))).toEqual([
      NULL_POINTER,
    ]);
  });

  it('is called truncated when it ends before the error', () => {
    const cut = log.slice(0, log.indexOf('R0 invalid mem access'));
    const [one] = explainLog(cut).findings;
    expect(one?.code).toBe('verifier/truncated-log');
    expect(explainLog(cut).programs[0]?.verdict).toBe('failed');
  });
});

describe.each(['6.18', '7.3'])('a brief log of kernel %s', (kernel) => {
  it.each([
    ['null-pointer', 'null-pointer'],
    ['unreleased-reference', 'unreleased-reference'],
    ['read-only-write', 'read-only-write'],
    ['three-programs', 'out-of-bounds'],
    ['infinite-loop', 'infinite-loop'],
  ])('says the same of %s', (scheduler, code) => {
    const [one, ...more] = explainLog(briefLog(kernel, scheduler)).findings;
    expect(more).toEqual([]);
    expect(one).toMatchObject({ code: `verifier/${code}`, file: `${scheduler}.bpf.c` });
    expect(one?.line).toBe(markedLine(scheduler, 'here'));
  });
});

describe('explainLog', () => {
  it('explains several programs of one text', () => {
    const text = bare(capturedLog('6.16', 'null-pointer')) + bare(capturedLog('7.3', 'lock-held'));
    expect(explainLog(text).findings.map(({ code }) => code)).toEqual([
      'verifier/null-pointer',
      'verifier/lock-held',
    ]);
  });

  it('takes what libbpf skips for what it is: information', () => {
    const { findings } = explainLog(
      "libbpf: struct_ops minimal_ops: member sub_attach not found in kernel, skipping it as it's set to zero\n",
    );
    expect(findings).toEqual([]);
  });

  it('says what an object lacks before the verifier sees it', () => {
    const codes = (line: string) => explainLog(line).findings.map(({ code }) => code);
    expect(codes('libbpf: BTF is required, but is missing or corrupted.')).toEqual([
      'verifier/no-btf',
    ]);
    expect(
      codes('libbpf: struct_ops init_kern: struct sched_ext_ops is not found in kernel BTF'),
    ).toEqual(['verifier/unsupported']);
    expect(codes("Error: can't register struct_ops t_ops: Device or resource busy")).toEqual([
      'load/rejected',
    ]);
    expect(codes("libbpf: map 'x': failed to create: Invalid argument(-22)")).toEqual([
      'verifier/map',
    ]);
  });

  it('uses the error number where there is no log', () => {
    const [one] = explainLog(
      "libbpf: prog 'x': BPF program load failed: Operation not permitted\n",
    ).findings;
    expect(one).toMatchObject({ code: 'verifier/permission', program: 'x' });
  });

  it('explains the one line that a loader in Go makes of a log', () => {
    const [one, ...more] = explainLog(
      "program x_enqueue: load program: permission denied: 9: (79) r1 = *(u64 *)(r0 +0): R0 invalid mem access 'map_value_or_null' (12 line(s) omitted)\n",
    ).findings;
    expect(more).toEqual([]);
    expect(one).toMatchObject({ code: 'verifier/null-pointer', program: 'x_enqueue' });
    expect(one?.statement).toContain('12 line(s) omitted');
  });

  it('does not claim that a bare log passed which ends too early', () => {
    const { findings, programs } = explainLog('0: R1=ctx() R10=fp0\n0: (b7) r0 = 0\n');
    expect(findings).toMatchObject([{ code: 'verifier/truncated-log', severity: 'warning' }]);
    expect(programs).toEqual([]);
  });

  it.each([
    [
      '5.4',
      "R0 invalid mem access 'map_value_or_null'",
      'R0_w=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0)',
    ],
    [
      '5.15',
      "R0 invalid mem access 'map_value_or_null'",
      'R0_w=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0)',
    ],
    [
      '6.1',
      "R0 invalid mem access 'map_value_or_null'",
      'R0_w=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0)',
    ],
  ])('follows a value in the notation of kernel %s', (_, error, state) => {
    const text = `0: (bf) r6 = r1
; u64 *count = bpf_map_lookup_elem(&counters, &key); @ old.bpf.c:7
5: (85) call bpf_map_lookup_elem#1
6: ${state} R10=fp0
6: (bf) r7 = r0
7: (7b) *(u64 *)(r10 -16) = r7
8: (79) r1 = *(u64 *)(r10 -16)
; *count += 1; @ old.bpf.c:9
9: (79) r2 = *(u64 *)(r1 +0)
${error.replace('R0', 'R1')}
processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
`;
    expect(explainLog(text).findings).toMatchObject([
      {
        code: 'verifier/null-pointer',
        line: 9,
        message: '`count` may be NULL here and is used without a check',
        related: [{ line: 7, message: 'bpf_map_lookup_elem() may return NULL here' }],
      },
    ]);
  });

  it('says nothing of nothing', () => {
    expect(explainLog('')).toEqual({ findings: [], programs: [] });
    expect(explainLog('\n\n')).toEqual({ findings: [], programs: [] });
  });
});
