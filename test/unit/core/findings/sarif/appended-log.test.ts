import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { finding, type Finding } from '../../../../../extension/core/findings/finding';
import { appendedSarifLog } from '../../../../../extension/core/findings/sarif/appended-log';
import { sarifLog } from '../../../../../extension/core/findings/sarif/sarif-log';
import { SARIF_LOG } from './sarif-shape';

const PARTS = { severity: 'error', message: 'wrong' } as const;
const of = (...codes: string[]): Finding[] => codes.map((code) => finding({ ...PARTS, code }));
const logOf = (findings: readonly Finding[]) =>
  sarifLog(findings, { version: '1.2.3', root: '/work', pageOf: () => null });

describe('appendedSarifLog', () => {
  it('is one run with the results of both, and each rule once', () => {
    const before = JSON.stringify(logOf(of('clang/a', 'verifier/b')));
    const after = appendedSarifLog(before, logOf(of('verifier/c', 'verifier/b', 'clang/a')));
    const { runs } = v.parse(SARIF_LOG, JSON.parse(JSON.stringify(after)));
    const [{ tool, results }] = runs;
    expect(runs).toHaveLength(1);
    const rules = tool.driver.rules.map(({ id }) => id);
    expect(rules).toEqual(['clang/a', 'verifier/b', 'verifier/c']);
    const codes = ['clang/a', 'verifier/b', 'verifier/c', 'verifier/b', 'clang/a'];
    expect(results.map(({ ruleId }) => ruleId)).toEqual(codes);
    expect(results.map(({ ruleIndex }) => rules[ruleIndex])).toEqual(codes);
  });

  it('keeps what others wrote into the log', () => {
    const before = JSON.stringify({ ...logOf([]), inlineExternalProperties: [] });
    expect(appendedSarifLog(before, logOf([]))).toHaveProperty('inlineExternalProperties');
  });

  it.each([
    '',
    'no json',
    '{}',
    '{"runs":[]}',
    '{"runs":[{"tool":{"driver":{"name":"X","rules":[]}},"results":[]}]}',
  ])('adds to no other text: %j', (text) => {
    expect(appendedSarifLog(text, logOf([]))).toBeNull();
  });
});
