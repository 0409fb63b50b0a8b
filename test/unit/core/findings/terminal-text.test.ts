import { describe, expect, it } from 'vitest';
import { plainLine } from '../../../../extension/core/findings/terminal-text';

describe('plainLine', () => {
  it.each([
    ['\u001b[1mx.c:1:2: \u001b[0;1;31merror: \u001b[0mno', 'x.c:1:2: error: no'],
    ['\u001b]8;;http://a\u0007link\u001b]8;;\u001b\\', 'link'],
    ['\u001b[2K\u001b[1Gdone\r', 'done'],
    ['100 % of [31m', '100 % of [31m'],
    ['cut \u001b[', 'cut \u001b['],
  ])('cleans %j', (line, plain) => {
    expect(plainLine(line)).toBe(plain);
  });
});
