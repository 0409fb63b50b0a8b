import { describe, expect, it } from 'vitest';
import { fixedText } from './fixed-text';

describe('an operation that may sleep', () => {
  const SLEEPS = {
    code: 'verifier/sleepable-context',
    message: 'scx_bpf_create_dsq() may sleep, and this program may not',
    program: 'own_init',
  };
  const ops = (head: string, member = 'init', before = '') =>
    `${head}\n{\n${before}\treturn scx_bpf_create_dsq(1, -1); /* here */\n}\n` +
    `SCX_OPS_DEFINE(own, .${member} = (void *)own_init);\n`;

  it.each([
    ['s32 BPF_STRUCT_OPS(own_init)', 's32 BPF_STRUCT_OPS_SLEEPABLE(own_init)'],
    ['s32 BPF_STRUCT_OPS( own_init )', 's32 BPF_STRUCT_OPS_SLEEPABLE( own_init )'],
    [
      'SEC("struct_ops/own_init")\ns32 BPF_PROG(own_init)',
      'SEC("struct_ops.s/own_init")\ns32 BPF_PROG(own_init)',
    ],
    ['SEC("struct_ops") s32 BPF_PROG(own_init)', 'SEC("struct_ops.s") s32 BPF_PROG(own_init)'],
  ])('%s', (head, result) => {
    expect(fixedText(ops(head), SLEEPS)).toBe(ops(result).replace(' /* here */', ''));
  });

  it.each([
    ['the kernel lets not sleep', ops('s32 BPF_STRUCT_OPS(own_init)', 'dispatch')],
    ['may sleep already', ops('s32 BPF_STRUCT_OPS_SLEEPABLE(own_init)')],
    ['holds a lock there', ops('s32 BPF_STRUCT_OPS(own_init)', 'init', '\tbpf_rcu_read_lock();\n')],
    ['calls another function that sleeps', ops('static s32 other(void)')],
  ])('is not one that %s', (_, text) => {
    expect(fixedText(text, SLEEPS)).toBeNull();
  });
});

describe('a licence', () => {
  const NONE = { code: 'verifier/not-gpl', message: 'The scheduler has no GPL licence' };

  it('stands behind the headers', () => {
    expect(fixedText('#include <a.h>\n#include <b.h>\n\nint x;\n', NONE)).toBe(
      '#include <a.h>\n#include <b.h>\n\nchar _license[] SEC("license") = "GPL";\n\nint x;\n',
    );
  });

  it.each([
    [
      'one that somebody chose',
      '#include <a.h>\nchar _license[] SEC("license") = "Proprietary";\n',
    ],
    ['one under a condition', '#ifdef A\n#include <a.h>\n#endif\nint x;\n'],
    ['one without a header', 'int x;\n'],
  ])('is not %s', (_, text) => {
    expect(fixedText(text, NONE)).toBeNull();
  });
});

describe("a kernel function's name", () => {
  const missing = (name: string) => ({
    code: 'verifier/missing-kfunc',
    message: `${name}() does not exist on the target kernel`,
    statement: `libbpf: extern (func ksym) '${name}': not found in kernel or module BTFs`,
  });

  it.each([
    ['scx_bpf_dispatch', 'scx_bpf_dsq_insert'],
    ['scx_bpf_dsq_insert', 'scx_bpf_dispatch'],
    ['scx_bpf_consume', 'scx_bpf_dsq_move_to_local'],
    ['scx_bpf_dispatch_vtime', 'scx_bpf_dsq_insert_vtime'],
  ])('%s is %s elsewhere', (old, now) => {
    const text = (name: string) => `void ${name}(u64 x) __ksym;\n${name}(1); // was scx_bpf\n`;
    expect(fixedText(text(old), missing(old))).toBe(text(now));
  });

  it.each([
    ['it has one name', 'scx_bpf_make_coffee(1);\n', 'scx_bpf_make_coffee'],
    [
      'both names are in use',
      'scx_bpf_consume(1); scx_bpf_dsq_move_to_local(1);\n',
      'scx_bpf_consume',
    ],
    ['only a comment names it', '/* scx_bpf_consume(1) */\n', 'scx_bpf_consume'],
    ['a longer name holds it', 'scx_bpf_consume_all(1);\n', 'scx_bpf_consume'],
  ])('stays where %s', (_, text, name) => {
    expect(fixedText(text, missing(name))).toBeNull();
  });
});

it('gives no fix for what has none', () => {
  const other = { code: 'verifier/too-complex', message: 'Too complex' };
  expect(fixedText('int x; /* here */\n', other)).toBeNull();
});
