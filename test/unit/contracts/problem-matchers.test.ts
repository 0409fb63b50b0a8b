import { describe, expect, it } from 'vitest';
import { PROBLEM_MATCHERS } from '../../../extension/contracts/tasks';
import { finding } from '../../../extension/core/findings/finding';
import { formatFinding } from '../../../extension/core/findings/format';
import { problemsIn, type Problem } from './task-output';

/** What a matcher of single lines reads; null when it does not match. */
function read(name: string, line: string): Partial<Problem> | null {
  const [found] = problemsIn([line], [name]);
  return found?.problem ?? null;
}

const place = { file: '/home/me/my work/fifo.bpf.c', line: 12, column: 7 };
const verifier = finding({
  code: 'verifier/null-pointer',
  severity: 'error',
  message: 'This pointer may be NULL here: [it comes from a lookup]',
  ...place,
});

describe('$scx-verifier', () => {
  it('reads a finding of the verifier as we print it', () => {
    const [line = ''] = formatFinding(verifier);
    expect(read(PROBLEM_MATCHERS.verifier, line)).toEqual({
      file: place.file,
      line: '12',
      column: '7',
      severity: 'error',
      message: verifier.message,
      code: 'verifier/null-pointer',
    });
  });

  it.each(['load/rejected', 'run/stall'])('reads %s without a column', (code) => {
    const [line = ''] = formatFinding({ ...verifier, code, column: null });
    expect(read(PROBLEM_MATCHERS.verifier, line)).toMatchObject({ line: '12', code });
    expect(read(PROBLEM_MATCHERS.verifier, line)?.column).toBeUndefined();
  });

  it("leaves clang's lines alone", () => {
    expect(read(PROBLEM_MATCHERS.verifier, 'a.bpf.c:3:1: error: expected identifier')).toBeNull();
  });
});

describe('$scx-project', () => {
  it.each([
    ["a.bpf.c:3:9: fatal error: 'x.h' file not found", 'error', "'x.h' file not found"],
    ['../src/a.bpf.c:3:9: warning: unused x [-Wunused]', 'warning', 'unused x'],
  ])('reads %s', (line, severity, message) => {
    const found = read(PROBLEM_MATCHERS.project, line);
    expect(found).toMatchObject({ line: '3', column: '9', severity, message });
    expect(found?.file).toMatch(/a\.bpf\.c$/);
  });

  it("leaves make's own lines alone", () => {
    expect(read(PROBLEM_MATCHERS.project, 'make: *** [Makefile:3: all] Error 1')).toBeNull();
  });
});

describe('$scx-clang', () => {
  it.each([
    ["a b.bpf.c:3:9: error: expected ';'", 'error', "expected ';'"],
    ["a b.bpf.c:3:9: fatal error: 'x.h' file not found", 'error', "'x.h' file not found"],
    ['a b.bpf.c:3:9: warning: unused x [-Wunused]', 'warning', 'unused x'],
    ['a b.bpf.c:3:9: note: declared here', 'note', 'declared here'],
  ])('reads %s', (line, severity, message) => {
    const expected = { file: 'a b.bpf.c', line: '3', column: '9', severity, message };
    expect(read(PROBLEM_MATCHERS.clang, line)).toEqual(expected);
  });

  it('reads a finding of clang as we print it, without its code', () => {
    const [line = ''] = formatFinding({ ...verifier, code: 'clang/error', message: 'no x' });
    expect(read(PROBLEM_MATCHERS.clang, line)).toMatchObject({ file: place.file, message: 'no x' });
  });

  it("leaves the verifier's lines alone, so that nothing shows twice", () => {
    const [line = ''] = formatFinding(verifier);
    expect(read(PROBLEM_MATCHERS.clang, line)).toBeNull();
  });

  it('takes a Windows path whole', () => {
    const found = read(PROBLEM_MATCHERS.clang, 'C:\\work\\a.bpf.c:3:9: error: bad');
    expect(found).toMatchObject({ file: 'C:\\work\\a.bpf.c', line: '3' });
  });
});
