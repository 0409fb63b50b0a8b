import { describe, expect, it } from 'vitest';
import {
  registerState,
  stateWords,
  type RegisterState,
} from '../../../../extension/core/verifier/register-state';
import { mayBeNull, stateInWords } from '../../../../extension/core/verifier/register-words';
import { capturedLog, capturedLogs, KERNELS } from './captured-logs';

const statesIn = (text: string): RegisterState[] => stateWords(text).map(registerState);

function only(text: string): RegisterState {
  const [state, ...others] = statesIn(text);
  expect(others).toEqual([]);
  expect(state).toBeDefined();
  return state!;
}

const inWords = (text: string) => stateInWords(only(text));

describe('states in a line', () => {
  it('are found among other words', () => {
    const line =
      'from 12 to 20: frame1: R0_w=scalar(var_off=(0x0; 0xff)) R10=fp0 fp-8=mmmm???? refs=2';
    expect(statesIn(line).map(({ name, type }) => [name, type])).toEqual([
      ['R0', 'scalar'],
      ['R10', 'fp'],
      ['fp-8', 'mmmm????'],
    ]);
  });

  it('keep what they say, verbatim', () => {
    const raw = 'R0_w=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0)';
    expect(only(` ${raw}`).raw).toBe(raw);
  });

  it.each(['', ' ', 'R', 'R0', 'R99999=', 'fp-8', '((((', 'R1=(((', 'R1=a(b=c', '='.repeat(5000)])(
    'of %j do no harm',
    (text) => {
      for (const state of statesIn(text)) expect(stateInWords(state)).toBeTypeOf('string');
    },
  );

  it('are read to the end in every captured log', () => {
    const types = new Set(
      capturedLogs().flatMap((log) =>
        log
          .split('\n')
          .filter((line) => /^(?:\d+: |from )/.test(line))
          .flatMap((line) => statesIn(line).map(({ type }) => type)),
      ),
    );
    // Every one is a word, none has a piece of the notation around it.
    for (const type of types) expect(type).toMatch(/^[a-z_0-9?]+$/);
    expect([...types]).toEqual(expect.arrayContaining(['scalar', 'ctx', 'fp', 'map_value']));
  });
});

describe('one fact in the notation of every kernel', () => {
  const NULLABLE = [
    'R0_w=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0)', // 5.4 to 6.7
    'R0_w=map_value_or_null(id=1,map=counters,ks=4,vs=8)', // 6.8 to 6.18
    'R0=map_value_or_null(id=1,map=counters,ks=4,vs=8)', // 7.x
  ];
  it.each(NULLABLE)('%s may be NULL', (text) => {
    const state = only(text);
    expect(state.name).toBe('R0');
    expect(state.type).toBe('map_value_or_null');
    expect(mayBeNull(state)).toBe(true);
    expect(state.attributes.get('vs')).toBe('8');
    expect(state.attributes.get('id')).toBe('1');
  });

  it.each(['R2=inv5', 'R2=invP5', 'R2_w=P5', 'R2_w=5', 'R2=0x5'])('%s is five', (text) => {
    expect(only(text)).toMatchObject({ type: 'scalar', value: 5n });
  });

  it.each([
    'R1=inv(id=0,umax_value=255,var_off=(0x0; 0xff))', // 5.4 to 5.17
    'R1_w=scalar(umax=255,var_off=(0x0; 0xff))', // 5.18 to 6.7
    'R1_w=scalar(smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))', // 6.8 on
    'R1=Pscalar(umax=255,var_off=(0x0; 0xff))',
  ])('%s is at most 255', (text) => {
    expect(only(text)).toMatchObject({ type: 'scalar', value: null, range: { umax: 255n } });
    expect(inWords(text)).toBe('0 … 255');
  });

  it.each(['R1=inv(id=0)', 'R1=inv', 'R1=invP(id=0)', 'R1_w=scalar()', 'R1=scalar(id=3)'])(
    '%s is any number',
    (text) => {
      expect(inWords(text)).toMatch(/^any number/);
    },
  );

  it.each([
    ['R10=fp0', 0n],
    ['R10=fp0,call_-1', 0n],
    ['R2_w=fp-4', -4n],
  ])('%s is an address in the stack', (text, value) => {
    expect(only(text)).toMatchObject({ type: 'fp', value });
  });

  it.each([
    'R1=inv(id=0,smin_value=-4096,smax_value=4095)',
    'R1=scalar(smin=-4096,smax=4095)',
    'R1=scalar(smin=smin32=-4096,smax=smax32=4095)',
    'R1=scalar(smin=0xfffffffffffff000,smax=0xfff)',
  ])('%s may be negative', (text) => {
    expect(inWords(text)).toBe('-4096 … 4095');
  });
});

describe('a state in words', () => {
  it.each([
    [
      'R0=map_value_or_null(id=1,map=counters,ks=4,vs=8)',
      'value of map counters, 8 bytes, or NULL: not checked',
    ],
    ['R0=map_value(map=counters,ks=4,vs=8,off=4)', 'value of map counters, 8 bytes, at offset 4'],
    ['R7=trusted_ptr_task_struct()', 'trusted pointer to struct task_struct'],
    ['R7=untrusted_ptr_bpf_cpumask()', 'untrusted pointer to struct bpf_cpumask'],
    [
      'R7=rcu_ptr_or_null_cgroup(id=2)',
      'RCU-protected pointer to struct cgroup, or NULL: not checked',
    ],
    [
      'R6=ptr_task_struct(ref_obj_id=3)',
      'pointer to struct task_struct, a reference that must be released',
    ],
    ['R1=fp[0]-16', "address in a caller's stack (fp-16)"],
    ['R0=mem(ref_obj_id=2,sz=4)', 'memory, 4 bytes, part of what must be released'],
    ['R1=ctx(off=0,imm=0)', 'the arguments of the program (context)'],
    ['R1=map_ptr(map=counters,ks=4,vs=8)', 'map counters'],
    ['R3=rdonly_mem(sz=4)', 'read-only memory, 4 bytes'],
    [
      'R3=scalar(smin=0,smax=umax=0xffffffff,var_off=(0x0; 0xffffffff))',
      '0 … 4294967295 (any u32)',
    ],
    ['R3=0x8000000000000001', '0x8000000000000001'],
    ['R3=scalar(umin=16)', 'a number from 16 on'],
    [
      'R5=map_value(map=bss,ks=4,vs=64,smin=0,smax=umax=0x7fffffff8,var_off=(0x0; 0x7fffffff8))',
      'value of map bss, 64 bytes, plus an offset of 0 … 0x7fffffff8',
    ],
    ['fp-8=mmmm????', '4 bytes of data, 4 never written'],
    ['fp-8=0000????', '4 zero bytes, 4 never written'],
    ['fp-8=00000000', '0'],
    ['R9=something_new(a=b)', 'something_new'],
  ])('%s: %s', (text, words) => {
    expect(inWords(text)).toBe(words);
  });

  it.each(KERNELS)('finds the unchecked pointer of null-pointer on %s', (kernel) => {
    const call = capturedLog(kernel, 'null-pointer')
      .split('\n')
      .findLast((line) => /^\d+: .*call bpf_map_lookup_elem/.test(line));
    const result = statesIn(call ?? '').find(({ name }) => name === 'R0');
    expect(result && stateInWords(result)).toBe(
      'value of map counters, 8 bytes, or NULL: not checked',
    );
  });
});
