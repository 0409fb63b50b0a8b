import { describe, expect, it } from 'vitest';
import { finding } from '../../../../extension/core/findings/finding';
import { mergedFindings } from '../../../../extension/core/findings/merged-findings';

const found = (code: string, line: number, message = code) =>
  finding({ code, severity: 'error', message, file: '/a.bpf.c', line });

describe('mergedFindings', () => {
  it('says once what holds everywhere, and on which kernels the rest holds', () => {
    const merged = mergedFindings([
      { kernel: '6.12', findings: [found('a', 1, 'first words'), found('b', 2)] },
      { kernel: '6.18', findings: [found('a', 1, 'other words'), found('c', 3), found('b', 2)] },
      { kernel: '7.3', findings: [found('a', 1), found('c', 4)] },
    ]);
    expect(merged.map(({ message, line }) => `${line}: ${message}`)).toEqual([
      '1: first words',
      '2: b (not on 7.3)',
      '3: c (only on 6.18)',
      '4: c (only on 7.3)',
    ]);
  });

  it('leaves the findings of one kernel as they are', () => {
    const findings = [found('a', 1), found('b', 1)];
    expect(mergedFindings([{ kernel: '6.18', findings }])).toEqual(findings);
    expect(mergedFindings([])).toEqual([]);
  });
});
