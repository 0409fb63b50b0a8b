import type { Finding } from '../finding';
import type { FindingPage } from '../finding-page';
import { uriOfPath } from '../file-path';
import { SOURCE_ROOT } from './location';
import { sarifResult } from './result';
import { sarifRule } from './rule';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

export interface SarifRun {
  /** Of this tool. */
  readonly version: string;
  /** The absolute folder that paths are relative to: the repository's root. */
  readonly root: string;
  /** The documentation page of a code, null when it has none. */
  readonly pageOf: (code: string) => FindingPage | null;
}

/**
 * Findings as a SARIF 2.1.0 log with one run: what GitHub's code scanning, GitLab and the SARIF viewers
 * read. Columns count UTF-16 units, so those of compilers must be converted before (`characterColumns`).
 */
export function sarifLog(findings: readonly Finding[], { version, root, pageOf }: SarifRun) {
  const codes = [...new Set(findings.map(({ code }) => code))];
  const ruleIndex = new Map(codes.map((code, index) => [code, index]));
  const base = uriOfPath(root);
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'SCX Studio',
            version,
            rules: codes.map((code) => sarifRule(code, pageOf(code))),
          },
        },
        originalUriBaseIds: { [SOURCE_ROOT]: { uri: base.endsWith('/') ? base : `${base}/` } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((one) => sarifResult(one, ruleIndex.get(one.code) ?? -1, root)),
      },
    ],
  };
}
