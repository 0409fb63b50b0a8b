import { describe, expect, it } from 'vitest';
import {
  logErrors,
  nextError,
} from '../../../../../extension/core/verifier/log-document/log-errors';
import { indexLog } from '../../../../../extension/core/verifier/log/log-index';
import { capturedLog, KERNELS } from '../captured-logs';

function errorsIn(text: string) {
  const index = indexLog(text);
  const errors = logErrors(index, index.verdict.findings);
  return errors.map(({ line, instructionLine, finding }) => ({
    line,
    code: finding.code,
    said: index.bare(line),
    instruction: instructionLine < 0 ? '' : index.bare(instructionLine),
  }));
}

describe('the errors of a log', () => {
  it.each(KERNELS)('stand where the kernel states them, on %s', (kernel) => {
    const [error, ...others] = errorsIn(capturedLog(kernel, 'null-pointer'));
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      code: 'verifier/null-pointer',
      said: "R0 invalid mem access 'map_value_or_null'",
      instruction: expect.stringMatching(/^9: \(79\) r1 = \*\(u64 \*\)\(r0 \+0\)/) as string,
    });
  });

  it.each(['6.12', '6.16', '6.18'])(
    'are the refused instruction where %s says nothing',
    (kernel) => {
      const [error] = errorsIn(capturedLog(kernel, 'read-only-write'));
      expect(error?.code).toBe('verifier/read-only-write');
      expect(error?.said).toBe(error?.instruction);
      expect(error?.said).toMatch(/^\d+: \([67]\w\) \*\(u\d+ \*\)/);
    },
  );

  it('are found outside of programs', () => {
    const [error] = errorsIn(capturedLog('6.18', 'missing-kfunc'));
    expect(error?.said).toContain("extern (func ksym) 'scx_bpf_make_coffee': not found");
    expect(error?.instruction).toBe('');
  });

  it('are one each when a log has a program twice', () => {
    const once = capturedLog('6.18', 'null-pointer');
    const lines = errorsIn(once + once).map(({ line }) => line);
    expect(lines).toHaveLength(2);
    expect(new Set(lines).size).toBe(2);
  });

  it('are none where all passed', () => {
    expect(errorsIn(capturedLog('7.3', 'passes'))).toEqual([]);
  });
});

describe('the next error', () => {
  const index = indexLog(
    capturedLog('6.18', 'null-pointer') + capturedLog('6.12', 'three-programs'),
  );
  const errors = logErrors(index, index.verdict.findings);
  const [first, second] = errors.map(({ line }) => line);

  it.each([
    ['next', 0, () => first],
    ['next', first!, () => second],
    ['next', second!, () => first],
    ['previous', second!, () => first],
    ['previous', first!, () => second],
    ['previous', second! + 5, () => second],
  ] as const)('%s of line %i', (direction, line, wanted) => {
    expect(nextError(errors, line, direction)?.line).toBe(wanted());
  });

  it('is none in a log without', () => {
    expect(nextError([], 3, 'next')).toBeNull();
    expect(nextError([], 3, 'previous')).toBeNull();
  });
});
