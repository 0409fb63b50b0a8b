import { expect, it } from 'vitest';
import { programLine } from '../../../../extension/core/sched-ext/program-line';

it('keeps colours where they are wanted, and ends them with the line', () => {
  expect(programLine('\x1b[1;32mfine\x1b[0m then', true)).toBe('\x1b[1;32mfine\x1b[0m then\x1b[0m');
  expect(programLine('\x1b[1;32mfine\x1b[0m then', false)).toBe('fine then');
  expect(programLine('plain', true)).toBe('plain');
});

it('shows what would move the cursor, ask the terminal or set its title', () => {
  expect(programLine('a\x1b[2Jb\x1b]0;title\x07c\rd', true)).toBe(
    'a\\x1b[2Jb\\x1b]0;title\\x07c\\x0dd',
  );
  expect(programLine('of Windows\r', false)).toBe('of Windows');
});
