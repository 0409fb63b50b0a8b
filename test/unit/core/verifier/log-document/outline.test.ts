import { describe, expect, it } from 'vitest';
import { logFolds } from '../../../../../extension/core/verifier/log-document/folding';
import { logErrors } from '../../../../../extension/core/verifier/log-document/log-errors';
import type { LogPart } from '../../../../../extension/core/verifier/log-document/log-part';
import { logOutline } from '../../../../../extension/core/verifier/log-document/outline';
import { indexLog } from '../../../../../extension/core/verifier/log/log-index';
import { capturedLog, capturedLogs, KERNELS } from '../captured-logs';

function outlineOf(text: string) {
  const index = indexLog(text);
  const { findings, programs } = index.verdict;
  return { index, parts: logOutline(index, logErrors(index, findings), programs) };
}

/** `program > branch > error`, one line a part. */
const tree = (parts: readonly LogPart[], depth = 0): string[] =>
  parts.flatMap((part) => [
    `${'  '.repeat(depth)}${part.kind} ${part.name}`,
    ...tree(part.children, depth + 1),
  ]);

const all = (parts: readonly LogPart[]): LogPart[] =>
  parts.flatMap((part) => [part, ...all(part.children)]);

const END = 'processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0';

describe('the outline of a captured log', () => {
  it.each(KERNELS)('names programs and what became of them on %s', (kernel) => {
    const { parts } = outlineOf(capturedLog(kernel, 'three-programs'));
    expect(parts.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'program three_programs_select_cpu',
      'program three_programs_enqueue',
    ]);
    expect(parts.map(({ detail }) => detail.split(',')[0])).toEqual(['passed', 'failed']);
  });

  it.each(KERNELS)('shows the error in the branch that it is in, on %s', (kernel) => {
    const { parts, index } = outlineOf(capturedLog(kernel, 'unreleased-reference'));
    const error = all(parts).find(({ kind }) => kind === 'error');
    expect(error?.detail).toBe('verifier/unreleased-reference');
    expect(index.bare(error?.firstLine ?? 0)).toMatch(/^Unreleased reference id=/);
    const branch = all(parts).find(({ children }) => children.some(({ kind }) => kind === 'error'));
    expect(branch?.kind).toBe('branch');
  });

  it('has the report of 7.3', () => {
    const { parts } = outlineOf(capturedLog('7.3', 'null-pointer'));
    expect(tree(parts)).toEqual([
      'program null_pointer_enqueue',
      expect.stringMatching(/^ {2}error /),
      '  report Verification failed: Register Type Safety: Invalid dereference',
    ]);
  });

  it('shows what never reached the verifier', () => {
    const { parts } = outlineOf(capturedLog('6.18', 'missing-kfunc'));
    expect(parts.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['error', 'verifier/missing-kfunc'],
    ]);
  });

  it('is a tree of ranges in ranges for every log', () => {
    const check = (part: LogPart, lineCount: number) => {
      expect(part.firstLine).toBeLessThanOrEqual(part.lastLine);
      expect(part.lastLine).toBeLessThan(lineCount);
      for (const child of part.children) {
        expect(child.firstLine).toBeGreaterThanOrEqual(part.firstLine);
        expect(child.lastLine).toBeLessThanOrEqual(part.lastLine);
        check(child, lineCount);
      }
    };
    for (const log of capturedLogs()) {
      const { parts, index } = outlineOf(log);
      for (const part of parts) check(part, index.lineCount);
    }
  });
});

describe('the outline of a trace', () => {
  it('puts functions where they are called, and what they branch to into them', () => {
    const { parts } = outlineOf(
      [
        '; int caller(void *ctx) @ a.bpf.c:9',
        '0: (85) call pc+7',
        'caller:',
        ' R10=fp0',
        'callee:',
        ' frame1: R1=ctx() R10=fp0',
        '; static int helper(int a) @ a.bpf.c:3',
        '8: (15) if r1 == 0x0 goto pc+1',
        '9: (95) exit',
        'returning from callee:',
        ' frame1: R0=0 R10=fp0',
        'to caller at 1:',
        ' R0=0 R10=fp0',
        '1: (95) exit',
        'from 8 to 10: frame1: R1=0 R10=fp0',
        '10: (95) exit',
        END,
      ].join('\n'),
    );
    expect(tree(parts)).toEqual(['program caller', '  function helper', '  branch from 8 to 10']);
    expect(parts[0]?.children[0]).toMatchObject({ firstLine: 2, lastLine: 10 });
  });

  it('counts the passes of a loop, and keeps the last one apart', () => {
    const pass = ['; i++ @ a.bpf.c:3', '1: (07) r1 += 1', '2: (05) goto pc-2'];
    const { parts, index } = outlineOf(
      [
        '; i = 0 @ a.bpf.c:2',
        '0: (b7) r1 = 0',
        ...pass,
        ...pass,
        ...pass,
        '3: (95) exit',
        END,
      ].join('\n'),
    );
    expect(tree(parts)).toEqual(['program program', '  loop loop, 3 passes']);
    expect(parts[0]?.children[0]?.detail).toBe('i++');
    expect(logFolds(index, parts)).toContainEqual({ firstLine: 2, lastLine: 7 });
  });

  it('shows global functions, which are verified by themselves', () => {
    const { parts } = outlineOf(
      [
        '0: (85) call pc+1',
        '1: (95) exit',
        'Validating helper() func#1...',
        '2: (95) exit',
        END,
      ].join('\n'),
    );
    expect(tree(parts)).toEqual(['program program', '  function helper']);
  });

  const branches = (count: number, name: (at: number) => string) =>
    ['0: R1=ctx() R10=fp0', '0: (b7) r0 = 0']
      .concat(Array.from({ length: count }, (_, at) => `${name(at)}: R0=0\n9: (95) exit`))
      .concat(END)
      .join('\n');

  it('groups what is too much for a list', () => {
    const { parts } = outlineOf(branches(10_000, (at) => `from ${at + 10} to 9`));
    expect(all(parts).filter(({ kind }) => kind === 'branch')).toHaveLength(10_000);
    for (const { children } of all(parts)) expect(children.length).toBeLessThanOrEqual(50);
    expect(all(parts).find(({ kind }) => kind === 'branches')?.name).toMatch(/^2,500 branches$/);
  });

  it('groups the same branch taken again and again', () => {
    const { parts } = outlineOf(branches(512, () => 'from 4 to 9'));
    expect(parts[0]?.children[0]?.name).toBe('from 4 to 9, 512 times');
  });
});

describe('folds', () => {
  it.each(KERNELS)('hide what libbpf says around the programs on %s', (kernel) => {
    const { parts, index } = outlineOf(capturedLog(kernel, 'three-programs'));
    const [first] = logFolds(index, parts);
    expect(first?.firstLine).toBe(0);
    expect(index.bare((first?.lastLine ?? 0) + 1)).toContain('BEGIN PROG LOAD LOG');
  });

  it('stay below what VS Code keeps, the outer ones first', () => {
    const lines = Array.from(
      { length: 8000 },
      (_, at) => `from ${at} to 9000: R0=0\n9000: (95) exit`,
    );
    const { parts, index } = outlineOf(['0: (b7) r0 = 0', ...lines, END].join('\n'));
    const folds = logFolds(index, parts);
    expect(folds.length).toBeLessThanOrEqual(4500);
    expect(folds[0]).toEqual({ firstLine: 0, lastLine: index.lineCount - 1 });
  });
});
