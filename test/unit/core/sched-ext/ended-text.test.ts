import { expect, it } from 'vitest';
import { finding } from '../../../../extension/core/findings/finding';
import { endedText } from '../../../../extension/core/sched-ext/ended-text';

it.each([
  ['run/taken-out', 'note', 'Another program on lab, or another window, took lazy out'],
  ['run/sysrq', 'error', 'Somebody took lazy out by SysRq-S on lab'],
  ['run/exit', 'error', 'lazy ended itself on lab'],
  ['run/stall', 'error', 'The kernel threw lazy out on lab'],
] as const)('names who took it out: %s', (code, severity, text) => {
  expect(endedText('lazy', 'lab', [finding({ code, severity, message: 'x' })])).toBe(text);
});
