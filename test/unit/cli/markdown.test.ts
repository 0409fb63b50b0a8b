import { describe, expect, it } from 'vitest';
import { markdownLines } from '../../../extension/cli/terminal/markdown';
import { createStyle } from '../../../extension/cli/terminal/style';

const PAGE = [
  '# A pointer may be `NULL`',
  '',
  'Kernels before 7.2 say it in other words,',
  'and 7.3 adds a report.',
  '',
  '- `bpf_map_lookup_elem()`, arrays included: the verifier does not',
  '  use what you know of the key;',
  '- arguments of operations.',
  '',
  '1. First.',
  '',
  '```c a.bpf.c',
  '# not a heading, and longer than any terminal that this test has',
  'next();',
  '```',
  '| a | table |',
];

describe('markdownLines', () => {
  it('changes nothing where there is no terminal', () => {
    expect(markdownLines(PAGE, null, createStyle(false))).toBe(PAGE);
  });

  it('fills paragraphs and lists, and leaves code and tables', () => {
    expect(markdownLines(PAGE, 44, createStyle(false))).toEqual([
      '# A pointer may be `NULL`',
      '',
      'Kernels before 7.2 say it in other words,',
      'and 7.3 adds a report.',
      '',
      '- `bpf_map_lookup_elem()`, arrays included:',
      '  the verifier does not use what you know of',
      '  the key;',
      '- arguments of operations.',
      '',
      '1. First.',
      '',
      ...PAGE.slice(11),
    ]);
  });

  it('marks headings', () => {
    const [heading] = markdownLines(PAGE, 80, createStyle(true));
    expect(heading).toBe('\u001b[1m# A pointer may be `NULL`\u001b[0m');
  });
});
