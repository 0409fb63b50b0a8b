import { expect, it } from 'vitest';
import type { ProgramVerdict } from '../../../extension/core/verifier/verdict';
import { lensTitle } from '../../../extension/vscode/program-lenses/lens-title';

const program: ProgramVerdict = {
  name: 'fifo_enqueue',
  verdict: 'passed',
  instructions: 1143,
  stackBytes: 24,
  verificationMicros: 210,
};

it.each<[string, Partial<ProgramVerdict>, string]>([
  ['all there is', {}, '✓ 1,143 instructions · 24 B stack · 210 µs on 6.18'],
  ['one instruction', { instructions: 1 }, '✓ 1 instruction · 24 B stack · 210 µs on 6.18'],
  [
    'milliseconds',
    { verificationMicros: 42_114 },
    '✓ 1,143 instructions · 24 B stack · 42.1 ms on 6.18',
  ],
  [
    'what the kernel did not say is left out',
    { instructions: null, stackBytes: null, verificationMicros: null },
    '✓ passed on 6.18',
  ],
  [
    'a failure',
    { verdict: 'failed' },
    '✗ failed after 1,143 instructions · 24 B stack · 210 µs on 6.18',
  ],
  [
    'not checked',
    { verdict: 'unchecked', instructions: null, stackBytes: null, verificationMicros: null },
    '○ not checked: another program failed first',
  ],
])('%s', (_, parts, title) => {
  expect(lensTitle({ ...program, ...parts }, '6.18', true)).toBe(title);
});

it('says when the source is another by now', () => {
  expect(lensTitle(program, '6.18', false)).toMatch(/^\$\(history\) before your changes: ✓/);
});
