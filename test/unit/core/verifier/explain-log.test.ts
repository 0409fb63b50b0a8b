import { describe, expect, it } from 'vitest';
import { explainLog } from '../../../../extension/core/verifier/explain-log';
import { capturedLog, KERNELS, markedLine } from './captured-logs';

/** Scheduler, code, and the mark of a line that must be a related place. */
const WRONG: [scheduler: string, code: string, origin?: 'origin'][] = [
  ['bad-argument', 'bad-argument'],
  ['extra-argument', 'bad-argument'],
  ['infinite-loop', 'infinite-loop'],
  ['lock-held', 'lock-held', 'origin'],
  ['missing-field', 'missing-field'],
  ['missing-kfunc', 'missing-kfunc'],
  ['not-gpl', 'not-gpl'],
  ['null-argument', 'null-pointer'],
  ['null-pointer', 'null-pointer', 'origin'],
  ['out-of-bounds', 'out-of-bounds'],
  ['read-only-write', 'read-only-write'],
  ['stack-limit', 'stack-limit'],
  ['three-programs', 'out-of-bounds'],
  ['uninitialized', 'uninitialized'],
  ['unreleased-reference', 'unreleased-reference', 'origin'],
  ['untrusted-pointer', 'bad-argument'],
];
/** Logs that name no line: libbpf says it, or the verifier before it looks at an instruction. */
const WITHOUT_LINE = new Set(['missing-kfunc', 'not-gpl']);
/** The check of the stack comes after all instructions. */
const AFTER_ALL = new Set(['stack-limit']);

const resolveFile = (name: string) => `/work space/${name}`;

describe.each(KERNELS)('explainLog on kernel %s', (kernel) => {
  it.each(WRONG)('says of %s: %s', (scheduler, code, origin) => {
    const { findings } = explainLog(capturedLog(kernel, scheduler), { resolveFile });
    expect(findings.map((one) => one.code)).toEqual([`verifier/${code}`]);
    const [one] = findings;
    expect(one?.program).toMatch(new RegExp(`^${scheduler.replaceAll('-', '_')}_`));
    expect(one?.message).toMatch(/^\S.*\w.*[^ ]$/);
    expect(one?.explanation).not.toBeNull();
    expect(one?.suggestion).not.toBeNull();
    expect(one?.raw.length).toBeGreaterThan(0);
    if (WITHOUT_LINE.has(scheduler)) expect(one).toMatchObject({ file: null, line: null });
    else expect(one?.file).toBe(`/work space/${scheduler}.bpf.c`);
    if (!WITHOUT_LINE.has(scheduler) && !AFTER_ALL.has(scheduler))
      expect(one?.line).toBe(markedLine(scheduler, 'here'));
    if (origin)
      expect(one?.related.map(({ line }) => line)).toContain(markedLine(scheduler, origin));
  });

  it.each(['passes', 'init-fails', 'stall', 'reports-error', 'unknown-dsq'])(
    'finds nothing in %s, which passes',
    (scheduler) => {
      const { findings, programs } = explainLog(capturedLog(kernel, scheduler));
      expect(findings).toEqual([]);
      expect(programs.map(({ verdict }) => verdict)).not.toContain('failed');
      for (const one of programs) {
        expect(one.verdict).toBe('passed');
        expect(one.instructions).toBeGreaterThan(0);
        expect(one.stackBytes).toBeGreaterThanOrEqual(0);
        expect(one.verificationMicros).toBeGreaterThan(0);
      }
    },
  );

  it('tells what was never tried from what passed', () => {
    const { programs } = explainLog(capturedLog(kernel, 'three-programs'));
    expect(programs.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['three_programs_select_cpu', 'passed'],
      ['three_programs_enqueue', 'failed'],
      ['three_programs_running', 'unchecked'],
    ]);
  });

  it('adds the stack of nested functions', () => {
    const [one] = explainLog(capturedLog(kernel, 'stack-limit')).programs;
    expect(one?.stackBytes).toBe(608);
  });

  it('knows a call from the wrong operation where the kernel does', () => {
    const { findings } = explainLog(capturedLog(kernel, 'wrong-context'), { resolveFile });
    const codes = findings.map(({ code }) => code);
    const late = Number(kernel.split('.')[0]) < 7; // Found out when the call is made.
    expect(codes).toEqual(late ? [] : ['verifier/kfunc-not-allowed']);
    if (!late) expect(findings[0]?.line).toBe(markedLine('wrong-context', 'here'));
  });
});

describe('explainLog', () => {
  it('gives the kernel report of 7.3 as a path, with columns', () => {
    const [one] = explainLog(capturedLog('7.3', 'unreleased-reference')).findings;
    expect(one).toMatchObject({ file: 'unreleased-reference.bpf.c', column: 6 });
    expect(one?.related).toMatchSnapshot();
  });

  it('quotes the region of the error, and all of the report', () => {
    const [old] = explainLog(capturedLog('6.18', 'null-pointer')).findings;
    expect(old?.raw).toMatchSnapshot();
    const [report] = explainLog(capturedLog('7.3', 'null-pointer')).findings;
    expect(report?.raw.join('\n')).toContain('Suggestion:');
  });
});
