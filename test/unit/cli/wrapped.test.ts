import { describe, expect, it } from 'vitest';
import { wrapped } from '../../../extension/cli/terminal/wrapped';

const TEXT = 'Test it right before the use: if (!ptr) return; in the same variable.';

describe('wrapped', () => {
  it('fits a terminal and loses nothing', () => {
    const lines = wrapped(TEXT, 30, 4);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(26);
    expect(lines.join(' ')).toBe(TEXT);
  });

  it('never makes lines that are hard to read', () => {
    for (const line of wrapped(`${TEXT} ${TEXT} ${TEXT}`, 300, 4)) {
      expect(line.length).toBeLessThanOrEqual(96);
    }
  });

  it.each([null, 10, 200])('leaves it whole at a width of %s', (columns) => {
    expect(wrapped(TEXT, columns, 4)).toEqual([TEXT]);
  });

  it('keeps a long word whole', () => {
    const word = 'x'.repeat(40);
    expect(wrapped(`a ${word} b`, 30, 0)).toEqual(['a', word, 'b']);
  });
});
