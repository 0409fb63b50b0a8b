import { describe, expect, it } from 'vitest';
import { finding } from '../../../../extension/core/findings/finding';
import { formatFinding } from '../../../../extension/core/findings/format';

const PARTS = { code: 'verifier/null-pointer', severity: 'error', message: 'may be NULL' } as const;

describe('formatFinding', () => {
  it.each([
    [{ file: '/s/a b.bpf.c', line: 12, column: 3 }, '/s/a b.bpf.c:12:3: error: may be NULL'],
    [{ file: '/s/a.bpf.c', line: 12 }, '/s/a.bpf.c:12: error: may be NULL'],
    [{ file: '/s/a.bpf.c' }, '/s/a.bpf.c: error: may be NULL'],
    [{ line: 12 }, 'error: may be NULL'],
  ])('leaves out what is unknown in %j', (place, expected) => {
    expect(formatFinding(finding({ ...PARTS, ...place }))).toEqual([
      `${expected} [verifier/null-pointer]`,
    ]);
  });

  it('adds a note for every related place', () => {
    const related = [
      { file: '/s/a.bpf.c', line: 9, column: null, message: 'looked up here' },
      { file: null, line: null, column: null, message: 'somewhere' },
    ];
    const lines = formatFinding(finding({ ...PARTS, related }), (path) => path.slice(3));
    expect(lines.slice(1)).toEqual(['a.bpf.c:9: note: looked up here', 'note: somewhere']);
  });

  it('keeps a message of several lines on one', () => {
    const lines = formatFinding(finding({ ...PARTS, message: 'one\n  two\n' }));
    expect(lines).toEqual(['error: one two [verifier/null-pointer]']);
  });
});
