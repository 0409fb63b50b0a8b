import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  lineKnowledge,
  type KnownValue,
} from '../../../../../extension/core/verifier/log-document/line-knowledge';
import { logErrors } from '../../../../../extension/core/verifier/log-document/log-errors';
import { SourceVisits } from '../../../../../extension/core/verifier/log-document/source-visits';
import { indexLog } from '../../../../../extension/core/verifier/log/log-index';
import { capturedLog, KERNELS } from '../captured-logs';

const schedulers = new URL('../../../../fixtures/schedulers/', import.meta.url);

/** What was known at the only line of the scheduler that contains `wanted`. */
function knownAt(kernel: string, scheduler: string, wanted: string) {
  const lines = readFileSync(new URL(`${scheduler}.bpf.c`, schedulers), 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes(wanted));
  expect(line, wanted).toBeGreaterThan(0);
  return known(capturedLog(kernel, scheduler), `${scheduler}.bpf.c`, line + 1, lines[line]!);
}

function known(log: string, file: string, line: number, text: string) {
  const index = indexLog(log);
  const comments = new SourceVisits(index).of(file, line);
  return lineKnowledge(index, logErrors(index, index.verdict.findings), comments, text);
}

const said = (values: readonly KnownValue[] | undefined) =>
  Object.fromEntries(
    (values ?? []).map(({ variable, state, words }) => [variable ?? state.name, words]),
  );

describe.each(KERNELS)('what %s knew', (kernel) => {
  it('of a pointer that may be NULL', () => {
    const line = knownAt(kernel, 'null-pointer', '*count += 1');
    expect(said(line?.before)).toEqual({
      count: 'value of map counters, 8 bytes, or NULL: not checked',
    });
    expect(line).toMatchObject({ program: 'null_pointer_enqueue', visits: 1 });
    expect(line?.error?.finding.code).toBe('verifier/null-pointer');
  });

  it('of what a call returned', () => {
    const line = knownAt(kernel, 'null-pointer', 'bpf_map_lookup_elem');
    expect(said(line?.after)).toEqual({
      count: 'value of map counters, 8 bytes, or NULL: not checked',
    });
  });

  it('of a variable in the stack, and of its address', () => {
    expect(said(knownAt(kernel, 'lock-held', 'u32 key = 0;')?.after)).toEqual({
      key: '4 zero bytes, 4 never written',
    });
    expect(said(knownAt(kernel, 'lock-held', 'bpf_map_lookup_elem')?.before)).toEqual({
      '&key': 'address in the stack (fp-4)',
    });
  });

  it('of the arguments of a program', () => {
    const line = knownAt(kernel, 'null-pointer', 'u32 key = p->pid');
    expect(said(line?.before)).toEqual({ p: 'trusted pointer to struct task_struct' });
    expect(said(line?.after)).toEqual({ key: '0 … 4294967295 (any u32)' });
  });

  it('of a pointer that was checked on this path, whatever register holds it', () => {
    const line = knownAt(kernel, 'unreleased-reference', 'parent->prio');
    expect(said(line?.before)).toEqual({
      parent: expect.stringMatching(
        /^(?:trusted )?pointer to struct task_struct, a reference that must be released$/,
      ) as string,
    });
  });

  it('on a path that was left without complaint', () => {
    const line = knownAt(kernel, 'unreleased-reference', 'bpf_task_release(parent)');
    expect(line?.error).toBeNull();
    expect(said(line?.before)['parent']).toMatch(
      /^(?:trusted )?pointer to struct task_struct, a reference/,
    );
  });

  it('of an address that nobody named, by its register', () => {
    const line = knownAt(kernel, 'out-of-bounds', 'queued[index] += 1');
    expect(Object.keys(said(line?.before))).toEqual([expect.stringMatching(/^R\d$/)]);
    expect(Object.values(said(line?.before))[0]).toMatch(
      /^value of map \S*bss, .*plus an offset of/,
    );
  });

  it('where all passes', () => {
    const line = knownAt(kernel, 'passes', 'scx_bpf_dsq_insert(p');
    expect(line?.error).toBeNull();
    expect(said(line?.before)).toMatchObject({ p: 'trusted pointer to struct task_struct' });
  });
});

describe('what is not told', () => {
  it('of a line that says something else now', () => {
    const log = capturedLog('6.18', 'null-pointer');
    expect(known(log, 'null-pointer.bpf.c', 19, '\t*count += 1; /* here */')).not.toBeNull();
    expect(known(log, 'null-pointer.bpf.c', 19, '\t*count += 2; /* here */')).toBeNull();
  });

  it('of a line that the verifier never saw', () => {
    expect(knownAt('6.18', 'null-pointer', 'char _license')).toBeNull();
  });
});

const END = 'processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0';
const trace = (...lines: readonly string[]) => [...lines, END, ''].join('\n');

describe('a variable', () => {
  it('is not named by the register it was in before it got another value', () => {
    const log = trace(
      '0: R1=ctx() R10=fp0',
      '; int x = first(); @ a.bpf.c:1',
      '0: (85) call first#1 ; R0_w=scalar()',
      '1: (bf) r6 = r0 ; R0_w=scalar() R6_w=scalar()',
      '; x = a + b; @ a.bpf.c:2',
      '2: (bf) r7 = r8 ; R7_w=1 R8=1',
      '3: (0f) r7 += r9 ; R7_w=3 R9=2',
      '4: (bf) r8 = r7 ; R8_w=3',
      '; use(x); @ a.bpf.c:3',
      '5: (bf) r1 = r6 ; R1_w=scalar() R6=scalar()',
      '6: (85) call use#2 ;',
    );
    expect(said(known(log, 'a.bpf.c', 2, 'x = a + b;')?.after)).toEqual({});
    expect(said(known(log, 'a.bpf.c', 3, 'use(x);')?.before)).toEqual({
      R6: expect.any(String) as string,
    });
  });

  it.each(['use((struct x *)y);', 'use(y->x);', 'use(y.x);'])('is not the x of %s', (text) => {
    const log = trace(
      '0: R1=ctx() R10=fp0',
      '; int x = first(); @ a.bpf.c:1',
      '0: (85) call first#1 ; R0_w=7',
      `; ${text} @ a.bpf.c:2`,
      '1: (bf) r1 = r0 ; R0_w=7 R1_w=7',
      '2: (85) call use#2 ;',
    );
    expect(said(known(log, 'a.bpf.c', 2, text)?.before)).toEqual({ R0: '7' });
  });

  it('is named in a function by its parameter', () => {
    const log = trace(
      '0: R1=ctx() R10=fp0',
      '; return helper(2); @ a.bpf.c:9',
      '0: (b7) r1 = 2 ; R1_w=2',
      '1: (85) call pc+1',
      'caller:',
      ' R10=fp0',
      'callee:',
      ' frame1: R1_w=2 R10=fp0',
      '; static int helper(u32 cpu) @ a.bpf.c:3',
      '; return cpu + 1; @ a.bpf.c:4',
      '3: (bf) r0 = r1 ; frame1: R0_w=2 R1_w=2',
      '4: (07) r0 += 1 ; frame1: R0_w=3',
      '5: (95) exit',
    );
    expect(said(known(log, 'a.bpf.c', 4, 'return cpu + 1;')?.before)).toEqual({ cpu: '2' });
  });

  it('keeps its name when it counts', () => {
    const pass = ['; for (i = 0; i < 3; i++) @ a.bpf.c:2'];
    const log = trace(
      '0: R1=ctx() R10=fp0',
      ...pass,
      '1: (07) r6 += 1 ; R6_w=1',
      '2: (a5) if r6 < 0x3 goto pc-2 ; R6_w=1',
      ...pass,
      '1: (07) r6 += 1 ; R6_w=2',
      '2: (a5) if r6 < 0x3 goto pc-2 ; R6_w=2',
    );
    const line = known(log, 'a.bpf.c', 2, 'for (i = 0; i < 3; i++)');
    expect(line?.visits).toBe(2);
    expect(said(line?.before)).toEqual({ i: '1' });
    expect(said(line?.after)).toEqual({ i: '2' });
  });

  it('is known in the notation of kernels before 5.18, which print whole states', () => {
    const log = trace(
      '; u64 *count = bpf_map_lookup_elem(&counters, &key); @ a.bpf.c:1',
      '8: (85) call bpf_map_lookup_elem#1',
      '9: R0_w=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0) R10=fp0 fp-8=mmmm????',
      '; *count += 1; @ a.bpf.c:2',
      '9: (79) r1 = *(u64 *)(r0 +0)',
      "R0 invalid mem access 'map_value_or_null'",
    );
    expect(said(known(log, 'a.bpf.c', 2, '*count += 1;')?.before)).toEqual({
      count: 'value of map, 8 bytes, or NULL: not checked',
    });
  });
});
