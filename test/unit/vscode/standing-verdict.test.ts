import { expect, it } from 'vitest';
import { isVerdictOf } from '../../../extension/vscode/session/standing-verdict';

const ASKED = { text: 'int x;\n', target: 'box', kernel: '6.12.1' };
const verified = {
  ...ASKED,
  verdict: { findings: [], programs: [] },
  log: '',
  resolveFile: () => null,
};

it('takes a verdict for one of this text, target and kernel only', () => {
  expect(isVerdictOf({ verified, matrix: null }, ASKED)).toBe(true);
  for (const other of [{ text: 'int y;\n' }, { target: 'lab' }, { kernel: '7.3.4' }])
    expect(isVerdictOf({ verified, matrix: null }, { ...ASKED, ...other })).toBe(false);
});

it('takes what many kernels say, and nothing, for none', () => {
  const matrix = { findings: [], kernels: ['6.12.1', '7.3.4'], text: ASKED.text };
  expect(isVerdictOf({ verified, matrix }, ASKED)).toBe(false);
  expect(isVerdictOf({ verified: null, matrix: null }, ASKED)).toBe(false);
  expect(isVerdictOf(null, ASKED)).toBe(false);
});
