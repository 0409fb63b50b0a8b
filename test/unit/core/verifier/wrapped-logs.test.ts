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

  it('says nothing of nothing', () => {
    expect(explainLog('')).toEqual({ findings: [], programs: [] });
    expect(explainLog('\n\n')).toEqual({ findings: [], programs: [] });
  });
});
