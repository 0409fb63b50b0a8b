import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseClang } from '../../../../extension/core/clang/clang-output';

const captured = (name: string) =>
  readFileSync(new URL(`../../../fixtures/clang/${name}`, import.meta.url), 'utf8');

/** file:line:column severity message, then the related places, one line each. */
function summary(stderr: string): string[] {
  return parseClang(stderr).flatMap((one) => [
    `${one.file ?? '-'}:${one.line ?? '-'}:${one.column ?? '-'} ${one.code} ${one.message}`,
    ...one.related.map(
      ({ file, line, column, message }) =>
        `  ${file ?? '-'}:${line ?? '-'}:${column ?? '-'} ${message}`,
    ),
  ]);
}

describe('parseClang', () => {
  it.each([
    'syntax.txt',
    'syntax-colours.txt',
    'backend.txt',
    'stack.txt',
    'missing-header.txt',
    'driver.txt',
    'unknown-cpu.txt',
  ])('reads %s', (name) => {
    expect(summary(captured(name))).toMatchSnapshot();
  });

  it('keeps every line of a diagnostic, and the way to it', () => {
    const text = captured('syntax.txt');
    const kept = parseClang(text).flatMap(({ raw }) => raw);
    expect(kept).toEqual(
      text.split('\n').filter((line) => line !== '' && !line.endsWith('generated.')),
    );
  });

  it('reads Windows paths, colons and umlauts in names', () => {
    const [one, two] = parseClang(
      "C:\\Users\\J ö\\sched ü.bpf.c:3:7: error: expected ';' after expression\r\n" +
        './a:1:2/x.bpf.c:10:1: warning: unused variable [-Wunused-variable]\n',
    );
    expect(one).toMatchObject({ file: 'C:\\Users\\J ö\\sched ü.bpf.c', line: 3, column: 7 });
    expect(two).toMatchObject({ file: './a:1:2/x.bpf.c', line: 10, code: 'clang/warning' });
  });

  it('takes the place out of the text of an older backend', () => {
    const [one] = parseClang(
      'error: /w/x.bpf.c:5:3: in function big i32 (ptr): Looks like the BPF stack limit is exceeded.',
    );
    expect(one).toMatchObject({ file: '/w/x.bpf.c', line: 5, column: 3, severity: 'error' });
    expect(one?.message).toBe('Looks like the BPF stack limit is exceeded.');
    expect(one?.suggestion).toContain('per-CPU array map');
  });

  it('names no file that no editor can open', () => {
    const [one] = parseClang('error: <unknown>:0:0: in function f i32 (): unsupported');
    expect(one).toMatchObject({ file: null, line: null, column: null, message: 'unsupported' });
  });

  it('says nothing of what is no diagnostic', () => {
    expect(parseClang('')).toEqual([]);
    expect(parseClang('clang version 19.1.7\nTarget: bpf\n2 warnings generated.\n')).toEqual([]);
  });
});
