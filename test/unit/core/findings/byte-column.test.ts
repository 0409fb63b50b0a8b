import { describe, expect, it } from 'vitest';
import { offsetOfByteColumn } from '../../../../extension/core/findings/byte-column';

describe('offsetOfByteColumn', () => {
  it.each([
    ['ascii', 'int x;', 5, 4],
    ['after an umlaut', '/* ü */ x', 10, 8],
    ['after a character of four bytes', '"😀" x', 8, 5],
    ['inside a character: where it begins', 'ü', 2, 0],
    ['past the end', 'ab', 99, 2],
    ['a tab is one byte', '\tx', 2, 1],
    ['an empty line', '', 1, 0],
  ])('%s', (_, line, column, offset) => {
    expect(offsetOfByteColumn(line, column)).toBe(offset);
  });

  it('agrees with UTF-8 at every character', () => {
    const line = 'a ü € 😀 z';
    for (const [offset, character] of Array.from(line).map(
      (one) => [line.indexOf(one), one] as const,
    )) {
      const column = Buffer.byteLength(line.slice(0, offset)) + 1;
      expect(offsetOfByteColumn(line, column), character).toBe(offset);
    }
  });
});
