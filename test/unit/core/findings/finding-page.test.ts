import { describe, expect, it } from 'vitest';
import { codeOfPage, pageFile, readPage } from '../../../../extension/core/findings/finding-page';

describe('the page of a code', () => {
  it('has the name of the code, and the way back', () => {
    expect(pageFile('verifier/null-pointer')).toBe('null-pointer.md');
    expect(codeOfPage('null-pointer.md')).toBe('verifier/null-pointer');
  });

  it.each(['clang/error', 'verifier/', 'verifier/../secret', 'verifier/a/b', 'verifier/A', ''])(
    'there is none for %j',
    (code) => {
      expect(pageFile(code)).toBeNull();
    },
  );

  it.each(['README.txt', '.md', 'A b.md'])('%j explains no code', (file) => {
    expect(codeOfPage(file)).toBeNull();
  });

  it('has its heading as title', () => {
    const text = '\n# A `NULL` pointer  \n\n## Cause\n';
    expect(readPage(text)).toEqual({ title: 'A NULL pointer', text });
    expect(readPage('no heading').title).toBe('');
  });
});
