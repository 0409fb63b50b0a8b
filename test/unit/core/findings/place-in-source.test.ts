import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { finding } from '../../../../extension/core/findings/finding';
import {
  placeInScheduler,
  placeInSource,
} from '../../../../extension/core/findings/place-in-source';
import { explainLog } from '../../../../extension/core/verifier/explain-log';
import { parseDmesg } from '../../../../extension/core/kernel-log/kmsg';
import { runtimeFindings } from '../../../../extension/core/kernel-log/runtime-findings';

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8');

/** The text of the line that a finding is put at, from its column on. */
function placed(
  one: ReturnType<typeof finding> | undefined,
  scheduler: string,
): string | undefined {
  const text = fixture(`schedulers/${scheduler}.bpf.c`);
  if (!one) return undefined;
  const { file, line, column } = placeInSource(one, [{ path: '/w/x.bpf.c', text }]);
  expect(file).toBe('/w/x.bpf.c');
  return text.split('\n')[(line ?? 0) - 1]?.slice((column ?? 1) - 1);
}

describe('placeInSource', () => {
  it('finds the call of a function that the kernel lacks, not its declaration', () => {
    const [one] = explainLog(fixture('verifier/7.3/missing-kfunc.log')).findings;
    expect(placed(one, 'missing-kfunc')).toBe('scx_bpf_make_coffee(p); /* here */');
  });

  it('finds the licence', () => {
    const [one] = explainLog(fixture('verifier/7.3/not-gpl.log')).findings;
    expect(placed(one, 'not-gpl')).toMatch(/^_license\[\]/);
  });

  it('finds the operation that failed', () => {
    const records = fixture('kernel-log/7.3/init-fails.dmesg')
      .split('\n')
      .map(parseDmesg)
      .filter((record) => record !== null);
    const [one] = runtimeFindings(records, { ops: 'init_fails' });
    expect(placed(one, 'init-fails')).toBe('init_fails_init)');
  });

  it('finds a program by its name', () => {
    const one = finding({
      code: 'run/x',
      severity: 'error',
      message: 'x',
      program: 'stall_enqueue',
    });
    expect(placed(one, 'stall')).toMatch(/^stall_enqueue, struct task_struct/);
  });

  it('leaves places alone; what is about nothing in the text stands at its first line', () => {
    const one = finding({ code: 'a/b', severity: 'error', message: 'x' });
    const empty = [{ path: '/w/x.bpf.c', text: '' }];
    expect(placeInSource(one, empty)).toBe(one);
    expect(placeInScheduler(one, '/w/x.bpf.c')).toMatchObject({ file: '/w/x.bpf.c', line: 1 });
    const known = { ...one, file: '/h.h', line: 3 };
    expect(placeInSource(known, empty)).toBe(known);
  });
});

describe('what libbpf refuses', () => {
  const header = `#define SEC(name) __attribute__((section(name)))
struct { int *coffee; } in_header SEC(".maps");
`;
  const text = `/* SEC("strange/thing") .weight = "ü" } counters SEC(".maps") */
struct { int (*type)[2]; } counters __hidden SEC(".maps");
SEC("strange/thing") int strange(void *ctx) { return 0; }
/* ü */ SCX_OPS_DEFINE(other_ops, .timeout_ms = 1);
SEC(".struct_ops.link") struct sched_ext_ops x_ops = {
	/* ü */ .timeout_ms = 5000, .name = "x",
};
`;
  const sources = [
    { path: '/w/x.bpf.c', text },
    { path: '/w/x.h', text: header },
  ];
  const placeOf = (statement: string, code = 'verifier/other') => {
    const one = finding({ code, severity: 'error', message: 'x', statement, raw: [statement] });
    const { file, line, column } = placeInSource(one, sources);
    return file && `${file}:${line}:${column}`;
  };

  it.each([
    ["libbpf: map 'counters': failed to create: -EINVAL", 'verifier/map', '/w/x.bpf.c:2:28'],
    ["libbpf: map 'in_header': unknown field 'coffee'.", 'verifier/map', '/w/x.h:2:25'],
    ["libbpf: map 'x_ops': failed to create: -EINVAL", 'verifier/map', '/w/x.bpf.c:5:46'],
    ["libbpf: map '.rodata': failed to create: -ENOMEM", 'verifier/map', null],
    [
      'libbpf: struct_ops init_kern x_ops: Cannot find member timeout_ms in kernel BTF',
      'verifier/missing-field',
      '/w/x.bpf.c:6:11',
    ],
    [
      'libbpf: struct_ops init_kern other_ops: Error in size of member timeout_ms: 8 != 4(kernel)',
      'verifier/missing-field',
      '/w/x.bpf.c:4:36',
    ],
    [
      'libbpf: struct_ops init_kern x_ops: Unmatched member type flags 4 != 1(kernel)',
      'verifier/missing-field',
      '/w/x.bpf.c:5:46',
    ],
    [
      "Error: can't register struct_ops x_ops: Invalid argument",
      'load/rejected',
      '/w/x.bpf.c:5:46',
    ],
    [
      "libbpf: failed to guess program type from ELF section 'strange/thing'",
      'verifier/other',
      '/w/x.bpf.c:3:1',
    ],
    ["libbpf: failed to guess program type from ELF section 'a(b'", 'verifier/other', null],
  ])('%s', (statement, code, place) => {
    expect(placeOf(statement, code)).toBe(place);
  });
});
