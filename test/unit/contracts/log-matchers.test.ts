import { describe, expect, it } from 'vitest';
import { LOG_MATCHERS, PROBLEM_MATCHERS } from '../../../extension/contracts/tasks';
import { briefLog, capturedLog, KERNELS, markedLine } from '../core/verifier/captured-logs';
import { problemsIn } from './task-output';

const ALL = [...LOG_MATCHERS, PROBLEM_MATCHERS.report];

function problemsOf(log: string) {
  return problemsIn(log.split('\n'), ALL).map(({ matcher, problem }) => ({ matcher, ...problem }));
}

describe('matchers of verifier logs in plain tasks', () => {
  it.each([
    ['6.18', 'null-pointer', 'bpf-verifier', "R0 invalid mem access 'map_value_or_null'"],
    ['6.18', 'three-programs', 'bpf-verifier-6', 'math between map_value pointer and register'],
    ['6.18', 'infinite-loop', 'bpf-verifier-8', 'infinite loop detected at insn 25'],
    ['7.3', 'read-only-write', 'bpf-verifier', 'R1 cannot write into ptr_task_struct at off=892'],
    ['7.3', 'null-pointer', PROBLEM_MATCHERS.report, 'invalid dereference of R0'],
    ['7.3', 'three-programs', PROBLEM_MATCHERS.report, 'pointer offset is not safe'],
  ])('%s %s: %s reads the line that is wrong, once', (kernel, scheduler, matcher, message) => {
    const problems = problemsOf(briefLog(kernel, scheduler));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      matcher,
      file: `${scheduler}.bpf.c`,
      line: String(markedLine(scheduler, 'here')),
    });
    expect(problems[0]?.message).toContain(message);
  });

  it('has the column of a report', () => {
    expect(problemsOf(briefLog('7.3', 'null-pointer'))[0]?.column).toBe('9');
  });

  it.each(KERNELS)('%s: reads most errors in the long logs of bpftool -d', (kernel) => {
    const schedulers = ['null-argument', 'null-pointer', 'out-of-bounds', 'uninitialized'];
    for (const scheduler of schedulers) {
      const [problem, ...further] = problemsOf(capturedLog(kernel, scheduler));
      expect(problem?.line, scheduler).toBe(String(markedLine(scheduler, 'here')));
      expect(further).toEqual([]);
    }
  });

  it.each(KERNELS)('%s: reads nothing where nothing is wrong', (kernel) => {
    for (const scheduler of ['passes', 'stall', 'reports-error', 'init-fails', 'unknown-dsq']) {
      expect(problemsOf(capturedLog(kernel, scheduler))).toEqual([]);
    }
  });

  it("reads logs with a loader's indentation, CRLF, and blanks in a file name", () => {
    const log = briefLog('6.18', 'null-pointer')
      .replaceAll(/^/gm, '\t')
      .replaceAll('null-pointer.bpf.c', 'my null-pointer.bpf.c')
      .replaceAll('\n', '\r\n');
    expect(problemsOf(log)).toMatchObject([{ file: 'my null-pointer.bpf.c', line: '19' }]);
  });

  it('takes no longer than the log is long, whatever its lines hold', () => {
    const lines = Array.from({ length: 20 }, () => `; ${' @ x'.repeat(20_000)}`);
    expect(problemsIn(lines, ALL)).toEqual([]);
  });
});

describe('$scx-studio', () => {
  const read = (line: string) => problemsIn([line], [PROBLEM_MATCHERS.findings])[0]?.problem;

  it.each([
    [
      'my work/a.bpf.c:3:9: error: `p` may be NULL [here] [verifier/null-pointer]',
      { line: '3', column: '9', message: '`p` may be NULL [here]', code: 'verifier/null-pointer' },
    ],
    ['my work/a.bpf.c:3: note: looked up here', { line: '3', message: 'looked up here' }],
    ['my work/a.bpf.c:3: warning: x [clang/warning]', { severity: 'warning', message: 'x' }],
  ])('reads %s', (line, expected) => {
    expect(read(line)).toMatchObject({ file: 'my work/a.bpf.c', ...expected });
  });

  it('needs a line to place it', () => {
    expect(read('error: no license [verifier/not-gpl]')).toBeUndefined();
  });
});
