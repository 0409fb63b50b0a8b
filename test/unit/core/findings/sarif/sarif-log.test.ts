import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { finding, type Finding } from '../../../../../extension/core/findings/finding';
import { sarifLog } from '../../../../../extension/core/findings/sarif/sarif-log';
import { explainLog } from '../../../../../extension/core/verifier/explain-log';
import { capturedLogs } from '../../verifier/captured-logs';
import { SARIF_LOG } from './sarif-shape';

const PARTS = { code: 'verifier/null-pointer', severity: 'error', message: 'may be NULL' } as const;
const PAGE = { title: 'A pointer may be NULL', text: '# A pointer may be NULL\n' };

/** The one run, after what other programs read was parsed and checked. */
function runOf(findings: readonly Finding[], root = '/my work') {
  const pageOf = (code: string) => (code.startsWith('verifier/') ? PAGE : null);
  const text = JSON.stringify(sarifLog(findings, { version: '1.2.3', root, pageOf }));
  return v.parse(SARIF_LOG, JSON.parse(text)).runs[0];
}

describe('sarifLog', () => {
  it('names the tool and one rule for each code', () => {
    const again = { ...PARTS, message: 'another one' };
    const clang = { ...PARTS, code: 'clang/error' };
    const { tool, results } = runOf([finding(PARTS), finding(clang), finding(again)]);
    expect(tool.driver).toEqual({
      name: 'SCX Studio',
      version: '1.2.3',
      rules: [
        {
          id: 'verifier/null-pointer',
          shortDescription: { text: PAGE.title },
          help: { text: PAGE.text, markdown: PAGE.text },
        },
        { id: 'clang/error', shortDescription: { text: 'clang/error' } },
      ],
    });
    expect(results.map(({ ruleIndex }) => ruleIndex)).toEqual([0, 1, 0]);
    expect(results.map(({ ruleId }) => ruleId)).toEqual([
      'verifier/null-pointer',
      'clang/error',
      'verifier/null-pointer',
    ]);
  });

  it('places files below the root, and others by their whole address', () => {
    const { originalUriBaseIds, results } = runOf([
      finding({ ...PARTS, file: '/my work/lib/ü x.bpf.c', line: 12, column: 3 }),
      finding({ ...PARTS, file: '/usr/include/a.h', line: 12 }),
      finding({ ...PARTS, file: 'main.bpf.c' }),
      finding({ ...PARTS, file: 'main.bpf.c', line: 0, column: 0 }),
    ]);
    expect(originalUriBaseIds['%SRCROOT%'].uri).toBe('file:///my%20work/');
    const places = results.map(({ locations }) => locations?.[0]?.physicalLocation);
    expect(places).toEqual([
      {
        artifactLocation: { uri: 'lib/%C3%BC%20x.bpf.c', uriBaseId: '%SRCROOT%' },
        region: { startLine: 12, startColumn: 3 },
      },
      { artifactLocation: { uri: 'file:///usr/include/a.h' }, region: { startLine: 12 } },
      { artifactLocation: { uri: 'main.bpf.c' } },
      { artifactLocation: { uri: 'main.bpf.c' } },
    ]);
  });

  it('works on Windows', () => {
    const file = 'C:\\my work\\a.bpf.c';
    const { originalUriBaseIds, results } = runOf([finding({ ...PARTS, file })], 'C:\\my work');
    expect(originalUriBaseIds['%SRCROOT%'].uri).toBe('file:///C:/my%20work/');
    expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation.uri).toBe('a.bpf.c');
  });

  it('tells the causal path in order, and then the error', () => {
    const file = '/my work/a.bpf.c';
    const related = [
      { file, line: 9, column: null, message: 'looked up here' },
      { file: null, line: null, column: null, message: 'somewhere' },
    ];
    const [result] = runOf([
      finding({ ...PARTS, file, line: 12, program: 'enqueue', related, raw: ['R0 {}'] }),
    ]).results;
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => [
      location.physicalLocation?.region?.startLine,
      location.message.text,
    ]);
    expect(steps).toEqual([
      [9, 'looked up here'],
      [undefined, 'somewhere'],
      [12, 'may be NULL'],
    ]);
    expect(result?.relatedLocations?.map(({ id, message }) => [id, message?.text])).toEqual([
      [1, 'looked up here'],
      [2, 'somewhere'],
    ]);
    expect(result?.locations?.[0]?.logicalLocations?.[0]?.name).toBe('enqueue');
    expect(result?.properties).toEqual({ program: 'enqueue', raw: ['R0 {}'] });
  });

  it('leaves out places that are not known', () => {
    const [result] = runOf([finding(PARTS)]).results;
    expect(result).not.toHaveProperty('locations');
    expect(result).not.toHaveProperty('codeFlows');
  });

  it('keeps placeholders and links out of messages', () => {
    const message = "expected '}' in [a](b), not {0}";
    const [result] = runOf([finding({ ...PARTS, message, suggestion: 'x[1]' })]).results;
    expect(result?.message.text).toBe(
      String.raw`expected '}}' in \[a\](b), not {{0}}` + '\n\nx[1]',
    );
  });

  it('has the shape of SARIF for every captured log', () => {
    const findings = capturedLogs().flatMap((log) => explainLog(log).findings);
    expect(findings.length).toBeGreaterThan(50);
    expect(runOf(findings).results).toHaveLength(findings.length);
  });

  it('takes ten thousand findings', () => {
    const related = [{ file: '/my work/a.c', line: 1, column: 1, message: 'here' }];
    const many = Array.from({ length: 10_000 }, (_, at) =>
      finding({
        ...PARTS,
        code: `verifier/c${at % 30}`,
        file: `/my work/${at}.c`,
        line: 1,
        related,
      }),
    );
    const pageOf = () => PAGE;
    const text = JSON.stringify(sarifLog(many, { version: '1', root: '/my work', pageOf }));
    const [run] = (JSON.parse(text) as ReturnType<typeof sarifLog>).runs;
    expect(run?.results).toHaveLength(10_000);
    expect(run?.tool.driver.rules).toHaveLength(30);
  });

  it('says nothing for no findings', () => {
    expect(runOf([]).results).toEqual([]);
  });
});
