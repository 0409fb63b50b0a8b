import { expect, it } from 'vitest';
import { characterColumns } from '../../../../extension/core/findings/character-columns';
import { finding } from '../../../../extension/core/findings/finding';

const LINES = ['/* ü😀 */ x();', 'y();'];
const PARTS = { code: 'clang/error', severity: 'error', message: 'no' } as const;
const sourceLine = (file: string, line: number) =>
  file === '/a.c' ? (LINES[line - 1] ?? null) : null;

it('counts characters where compilers count bytes', () => {
  const related = [
    { file: '/a.c', line: 2, column: 1, message: 'a line of ASCII' },
    { file: '/b.c', line: 1, column: 14, message: 'an unreadable file' },
    { file: '/a.c', line: 9, column: 3, message: 'a line that is not there' },
    { file: null, line: 1, column: 3, message: 'nowhere' },
    { file: '/a.c', line: 1, column: null, message: 'no column' },
  ];
  const found = finding({ ...PARTS, file: '/a.c', line: 1, column: 14, related });
  const counted = characterColumns(found, sourceLine);
  expect(LINES[0]?.slice((counted.column ?? 0) - 1)).toBe('x();');
  expect(counted.related.map(({ column }) => column)).toEqual([1, 14, 3, 3, null]);
  expect(counted).toMatchObject({ message: found.message, line: 1 });
});
