import { expect, it } from 'vitest';
import { finding } from '../../../../extension/core/findings/finding';
import { moveToNewerText } from '../../../../extension/core/findings/newer-text';

const source = { path: '/a.bpf.c', text: 'one\ntwo\nthree\nfour\n' };
const at = (line: number, file = source.path) =>
  finding({ code: 'run/dsq', severity: 'error', message: 'x', file, line });

it('moves findings to where their lines stand now, and leaves those of other files', () => {
  const other = at(2, '/b.h');
  const moved = moveToNewerText([at(1), at(4), other], source, 'one\nnew\n\ntwo\nfour\n');
  expect(moved.map(({ line }) => line)).toEqual([1, 5, 2]);
  expect(moved[2]).toBe(other);
});

it('leaves out those whose line is not there any more', () => {
  expect(moveToNewerText([at(2), at(4)], source, 'one\nTWO\nthree\nfour\n')).toMatchObject([
    { line: 4 },
  ]);
});

it('changes nothing when the text is the same', () => {
  const all = [at(2)];
  expect(moveToNewerText(all, source, source.text)).toBe(all);
});
