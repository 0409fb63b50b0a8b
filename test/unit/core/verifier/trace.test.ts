import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../../../extension/core/verifier/log/line-index';
import { ProgramLog } from '../../../../extension/core/verifier/log/program-log';
import { Statistics } from '../../../../extension/core/verifier/log/statistics';
import { failingPath } from '../../../../extension/core/verifier/trace/failing-path';
import { operationOf } from '../../../../extension/core/verifier/trace/operation';
import { originOf } from '../../../../extension/core/verifier/trace/value-origin';

function programLog(text: string): ProgramLog {
  const lines = new LineIndex();
  lines.push(text);
  lines.end();
  return new ProgramLog(lines, 0, lines.lineCount, new Statistics());
}

const instructionsOf = (log: ProgramLog) =>
  [...failingPath(log, log.end - 1)].map((line) => log.lines.instruction(line)).reverse();

describe('failingPath', () => {
  it('passes over branches that were walked before', () => {
    const log = programLog(`0: (b7) r0 = 0
1: (15) if r1 == 0x0 goto pc+2
2: (15) if r2 == 0x0 goto pc+5
3: (95) exit

from 2 to 8: R0=0
8: (95) exit

from 1 to 4: R0=0
4: (b7) r3 = 0
`);
    expect(instructionsOf(log)).toEqual([0, 1, 4]);
  });

  it('takes the visit of a loop that the branch is of', () => {
    const log = programLog(`0: (b7) r0 = 0
1: (15) if r1 == 0x0 goto pc+2
2: (05) goto pc-2
1: (15) if r1 == 0x0 goto pc+2
2: (95) exit
from 1 to 4: R0=0
4: (95) exit
from 1 to 4: R0=0
4: (b7) r3 = 0
`);
    expect(instructionsOf(log)).toEqual([0, 1, 4]);
  });

  it('ends where a log that was cut off begins', () => {
    expect(instructionsOf(programLog('from 9 to 12: R0=0\n12: (95) exit\n'))).toEqual([12]);
  });

  it('begins at a global function that is walked by itself', () => {
    const log = programLog(`0: (85) call pc+1
1: (95) exit
Validating f() func#1...
2: (b7) r0 = 0
3: (95) exit
`);
    expect(instructionsOf(log)).toEqual([2, 3]);
  });
});

describe('originOf', () => {
  const origin = (text: string, register: number, part: 'whole' | 'index' = 'whole') => {
    const log = programLog(text);
    const found = originOf(log, log.lastInstruction, register, part);
    return found && { at: log.lines.instruction(found.line), kind: found.operation.kind };
  };

  it('goes through the result of a function of the program', () => {
    const text = `0: (85) call pc+3
caller:
 R10=fp0
callee:
 frame1: R1=ctx()
4: (85) call bpf_task_from_pid#1
5: (bf) r0 = r0
6: (95) exit
returning from callee:
 frame1: R0=ptr_or_null_task_struct(id=2)
to caller at 1:
 R0=ptr_or_null_task_struct(id=2)
1: (bf) r6 = r0
2: (79) r1 = *(u64 *)(r6 +8)
`;
    expect(origin(text, 6)).toEqual({ at: 4, kind: 'call' });
  });

  it('goes from an argument to what the caller passed', () => {
    const text = `0: (85) call bpf_map_lookup_elem#1
1: (bf) r2 = r0
2: (85) call pc+1
4: (79) r1 = *(u64 *)(r2 +8)
`;
    expect(origin(text, 2)).toEqual({ at: 0, kind: 'call' });
    // A function that was not entered leaves nothing in R2.
    expect(origin(text.replace('4: (79)', '3: (79)'), 2)).toBeNull();
  });

  it('follows the number that was added to a pointer', () => {
    const text = `0: (85) call bpf_get_smp_processor_id#8
1: (18) r7 = 0xffff                   ; R7_w=map_value(map=a,ks=4,vs=8)
3: (0f) r7 += r0                      ; R0_w=scalar() R7_w=map_value(map=a,ks=4,vs=8)
4: (79) r1 = *(u64 *)(r7 +0)
`;
    expect(origin(text, 7, 'index')).toEqual({ at: 0, kind: 'call' });
    expect(origin(text, 7)).toEqual({ at: 1, kind: 'constant' });
  });

  it('knows that a call leaves nothing in the registers of arguments', () => {
    expect(origin('0: (b7) r3 = 1\n1: (85) call bpf_f#1\n2: (bf) r1 = r3\n', 3)).toBeNull();
  });
});

describe('operationOf', () => {
  it.each([
    ['12: (bf) r1 = r2                      ; R1_w=ctx()', { kind: 'copy', to: 1 }],
    ['12: (bc) w1 = w2', { kind: 'copy', to: 1 }],
    ['12: (bf) r1 = (s32)r2', { kind: 'copy', to: 1 }],
    ['12: (79) r1 = *(u64 *)(r10 -16)', { kind: 'copy', from: { kind: 'slot', offset: -16 } }],
    ['12: (61) r1 = *(u32 *)(r2 +8)', { kind: 'load', to: 1, base: 2, offset: 8 }],
    ['12: (7b) *(u64 *)(r10 -16) = r3', { kind: 'spill', slot: -16, from: 3 }],
    ['12: (7a) *(u64 *)(r10 -16) = 0', { kind: 'spill', slot: -16, from: null }],
    ['12: (63) *(u32 *)(r1 +8) = r3', { kind: 'other' }],
    ['12: (0f) r1 += r2', { kind: 'compute', to: 1, from: 2 }],
    ['12: (67) r1 <<= 3', { kind: 'compute', to: 1, from: null }],
    ['12: (c7) r1 s>>= 32', { kind: 'compute', to: 1, from: null }],
    ['12: (87) r1 = -r1', { kind: 'compute', to: 1 }],
    ['12: (dc) r1 = be16 r1', { kind: 'compute', to: 1 }],
    ['12: (b7) r1 = 5', { kind: 'constant', to: 1, value: '5' }],
    ['12: (18) r1 = 0xff131f3602b7a800 ; R1_w=map_ptr()', { kind: 'constant', to: 1 }],
    ['12: (85) call bpf_loop#181', { kind: 'call', callee: 'bpf_loop' }],
    ['12: (85) call pc+7', { kind: 'call', callee: 'pc+7' }],
    ['12: (2d) if r1 > r2 goto pc+1', { kind: 'test', left: 1, right: 2 }],
    ['12: (15) if r1 == 0x0 goto pc+1', { kind: 'test', left: 1, right: null }],
    ['12: (95) exit', { kind: 'exit' }],
    ['12: (05) goto pc+1', { kind: 'other' }],
  ])('%s', (line, operation) => {
    expect(operationOf(line)).toMatchObject(operation);
  });
});
