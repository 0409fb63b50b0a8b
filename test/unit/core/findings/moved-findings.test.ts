import { describe, expect, it } from 'vitest';
import { finding, type RelatedPlace } from '../../../../extension/core/findings/finding';
import { moveFindings } from '../../../../extension/core/findings/moved-findings';

const PARTS = { code: 'verifier/null-pointer', severity: 'error', message: 'may be NULL' } as const;
const place = (line: number | null, file = '/a.c'): RelatedPlace => ({
  file,
  line,
  column: 3,
  message: `line ${String(line)}`,
});
const inA = ({ file }: Pick<RelatedPlace, 'file'>) => file === '/a.c';
/** Line 2 went to 5, line 3 is gone, line 4 has other blanks; lines of findings count from 1. */
const FOLLOWED = new Map([
  [1, { line: 4, respaced: false }],
  [2, null],
  [3, { line: 3, respaced: true }],
]);

describe('moveFindings', () => {
  it('moves findings and related places, and lets those go whose line is gone', () => {
    const related = [place(2), place(3), place(3, '/b.h'), place(null)];
    const moved = moveFindings(
      [
        finding({ ...PARTS, ...place(2), related }),
        finding({ ...PARTS, ...place(3) }),
        finding({ ...PARTS, ...place(4) }),
      ],
      inA,
      FOLLOWED,
    );
    expect(moved.map(({ line, column }) => [line, column])).toEqual([
      [5, 3],
      [4, null],
    ]);
    expect(moved[0]?.related).toEqual([{ ...place(2), line: 5 }, place(3, '/b.h'), place(null)]);
  });

  it('moves related places of a finding that lies elsewhere', () => {
    const [moved] = moveFindings(
      [finding({ ...PARTS, ...place(7, '/b.h'), related: [place(2), place(3)] })],
      inA,
      FOLLOWED,
    );
    expect(moved).toMatchObject({ file: '/b.h', line: 7 });
    expect(moved?.related.map(({ line }) => line)).toEqual([5]);
  });

  it('gives back the very same list when nothing in it moved', () => {
    const findings = [
      finding({ ...PARTS, ...place(2, '/b.h'), related: [place(9)] }),
      finding({ ...PARTS, ...place(null) }),
    ];
    expect(moveFindings(findings, inA, FOLLOWED)).toBe(findings);
  });

  it('moves ten thousand at once', () => {
    const findings = Array.from({ length: 10_000 }, (_, line) =>
      finding({ ...PARTS, ...place(line + 1), related: [place(line + 2)] }),
    );
    const all = new Map(
      Array.from({ length: 10_002 }, (_, line) => [line, { line: line + 1, respaced: false }]),
    );
    const moved = moveFindings(findings, inA, all);
    expect(moved.at(-1)).toMatchObject({ line: 10_001, related: [{ line: 10_002 }] });
  });
});
