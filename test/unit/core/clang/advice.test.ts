import { describe, expect, it } from 'vitest';
import { parseClang } from '../../../../extension/core/clang/clang-output';

const suggestion = (message: string) =>
  parseClang(`x.bpf.c:1:1: error: ${message}`)[0]?.suggestion ?? null;

describe('advice on what clang says of BPF', () => {
  it.each([
    ['unsupported signed division, please convert to unsigned div/mod.', '-mcpu=v4'],
    ["A call to built-in function 'memcpy' is not supported.", 'constant size'],
    ['stack arguments are not supported', 'struct'],
    ["'vmlinux.h' file not found", 'bpftool btf dump'],
    ["call to undeclared function 'scx_bpf_dispatch'; ISO C99 and later do not", 'dsq_insert'],
    ["call to undeclared function 'scx_bpf_dsq_insert'; ISO C99 and later do not", 'dispatch()'],
    ["no member named 'slise' in 'struct sched_ext_entity'", 'vmlinux.h'],
  ])('knows %s', (message, part) => {
    expect(suggestion(message)).toContain(part);
  });

  it('adds nothing where clang says enough', () => {
    expect(suggestion("expected ';' after expression")).toBeNull();
    expect(suggestion("use of undeclared identifier 'x'")).toBeNull();
  });
});
