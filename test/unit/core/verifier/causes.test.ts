import { describe, expect, it } from 'vitest';
import { causeOf } from '../../../../extension/core/verifier/causes';

/** Messages of verifier.c (5.4 to 7.3) that no scheduler of test/fixtures brings about. */
const LINES: [line: string, code: string][] = [
  ['verifier internal error: more than one release argument', 'other'],
  ['CAP_BPF and CAP_PERFMON are required to use arena', 'permission'],
  ['R1 variable stack access prohibited for !root, var_off=(0x0; 0xff) off=-8', 'permission'],
  ['bpf_spin_unlock of different lock', 'lock-held'],
  ["can't spin_{lock,unlock} in rbtree cb", 'callback'],
  ['expected valid iter pointer as arg #1', 'iterator'],
  ['At program exit the register R0 has unknown scalar value', 'bad-return'],
  ['cannot return stack pointer to the caller', 'bad-return'],
  ['frame pointer is read only', 'read-only-write'],
  ['cannot write into packet', 'read-only-write'],
  ['kptr access size must be BPF_DW', 'read-only-write'],
  ['R3 invalid rdonly buffer access: off=3, size=8', 'out-of-bounds'],
  ['invalid shift 64', 'out-of-bounds'],
  ['misaligned stack access off 0+-3+0 size 8', 'pointer-arithmetic'],
  ['attempt to corrupt spilled pointer on stack', 'pointer-arithmetic'],
  ['too many different kernel function calls', 'too-complex'],
  ["struct task_struct doesn't have field at offset 3", 'missing-field'],
  ['The address of function f cannot be found', 'missing-kfunc'],
  ['func bpf_get_stackid#27 not supported for program type 27', 'kfunc-not-allowed'],
  ["timer pointer in R1 map_uid=1 doesn't match map pointer in R2 map_uid=2", 'map'],
  ['Global functions need valid BTF', 'no-btf'],
  ["arg#1 doesn't point to a const string", 'bad-argument'],
  ['The function f has 6 arguments. Too many.', 'bad-argument'],
  ["JIT doesn't support arena", 'unsupported'],
  ['jump into the middle of ldimm64 insn 7', 'unsupported'],
];

describe('causeOf', () => {
  it.each(LINES)('%s: %s', (line, code) => {
    const known = causeOf(line);
    expect(known?.cause.code).toBe(code);
    expect(known?.weight).toBeGreaterThan(0);
    expect(known?.message).not.toMatch(/\$\d|\$name/);
  });

  it('takes no remark that stops nothing for an error', () => {
    for (const line of [
      "arg#0 reference type('UNKNOWN ') size cannot be determined: -22",
      'marking pointer arg1 as scalar as it may encode error',
    ])
      expect(causeOf(line)?.weight).toBe(0);
  });

  it('does not know what is no message of the verifier', () => {
    for (const line of ['', 'hello', 'make: *** [all] Error 1', 'R', 'x'.repeat(5000)])
      expect(causeOf(line)).toBeNull();
  });
});
