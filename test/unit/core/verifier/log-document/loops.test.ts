import { describe, expect, it } from 'vitest';
import { loopsOf } from '../../../../../extension/core/verifier/log-document/loops';
import { traceMarks } from '../../../../../extension/core/verifier/log-document/trace-marks';
import { indexLog } from '../../../../../extension/core/verifier/log/log-index';

/** A trace of these instructions; words are lines as they are. */
const trace = (...steps: readonly (number | string)[]) =>
  steps.map((step) => (typeof step === 'number' ? `${step}: (b7) r0 = 0` : step));

function loopsIn(lines: readonly string[]) {
  const index = indexLog(lines.join('\n'));
  const last = index.lineCount - 1;
  return loopsOf(index, traceMarks(index, 0, last), 0, last);
}

const shape = (lines: readonly string[]) =>
  loopsIn(lines).map((loop) => [loop.instruction, loop.passes, loop.firstLine, loop.lastPassLine]);

describe('loopsOf', () => {
  it('finds the passes that follow each other', () => {
    expect(shape(trace(0, 1, 2, 3, 2, 3, 2, 3, 4))).toEqual([[2, 3, 2, 6]]);
  });

  it('begins a pass with the comment and the state before its first instruction', () => {
    const pass = ['; for (;;) @ a.bpf.c:3', '2: R1_w=1', '2: (04) w1 += 1', '3: (05) goto pc-2'];
    expect(shape([...trace(0, 1), ...pass, ...pass])).toEqual([[2, 2, 2, 6]]);
  });

  it('finds passes that are taken up as branches', () => {
    const lines = trace(0, 1, 2, 3, 4, 'from 3 to 1: R0=0', 1, 2, 3, 4, 'from 3 to 1: R0=0', 1, 2);
    expect(shape(lines)).toEqual([[1, 3, 1, 10]]);
  });

  it('takes no branch forward for a loop', () => {
    expect(shape(trace(0, 1, 2, 3, 'from 1 to 3: R0=0', 3, 'from 0 to 2: R0=0', 2, 3))).toEqual([]);
  });

  it('finds loops in loops, the outer one first', () => {
    expect(shape(trace(0, 1, 2, 1, 2, 0, 1, 2, 1, 2, 3))).toEqual([
      [0, 2, 0, 5],
      [1, 2, 1, 3],
      [1, 2, 6, 8],
    ]);
  });

  it('takes no return from a function for a loop, and loses none around the call', () => {
    const call = ['caller:', ' R6=0', 'callee:', ' frame1: R1=0'];
    const back = ['returning from callee:', ' frame1: R0=0', 'to caller at 2:', ' R0=0'];
    const pass = trace(1, ...call, 9, 10, ...back, 2, 3);
    expect(shape([...trace(0), ...pass, ...pass, ...pass, ...trace(4)])).toEqual([
      [1, 3, 1, 1 + 2 * pass.length],
    ]);
  });

  it('begins anew with each global function', () => {
    const lines = trace(5, 6, 'Validating f() func#1...', 5, 6, 'Validating g() func#2...', 5, 6);
    expect(shape(lines)).toEqual([]);
  });

  it('takes time that grows with the lines', () => {
    const lines = trace(0, ...Array.from({ length: 20_000 }, (_, at) => 1 + (at % 4)), 5);
    expect(shape(lines)).toEqual([[1, 5000, 1, 1 + 4999 * 4]]);
  });
});
