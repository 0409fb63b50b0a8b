import type { Finding } from '../../core/findings/finding';
import {
  firstError,
  matrixFindings,
  rowInstructions,
  rowVerdict,
} from '../../workflows/verify/matrix-summary';
import type { Matrix, MatrixRow } from '../../workflows/verify/verify-matrix';
import type { Invocation } from '../command';
import { formatTable } from '../terminal/table';
import { printable } from '../terminal/terminal';
import { countFindings, showFindings } from './findings';
import type { Format } from './format';
import { problemJson } from './problem';
import { showVerdict } from './verdict';
import { findingJson, verdictJson } from './verdict-json';

/** A table of targets and the findings of all of them, in the format that was asked for. */
export function showMatrix(invocation: Invocation, format: Format, matrix: Matrix): void {
  const { terminal, cwd } = invocation;
  const findings = matrixFindings(matrix);
  const summary = summaryOf(matrix, findings);
  if (format === 'json') {
    terminal.printJson({ targets: matrix.rows.map(rowJson), findings: findings.map(findingJson) });
  } else if (format === 'text') {
    showFindings(terminal, findings, cwd);
    terminal.print([...matrixTable(matrix.rows), summary]);
  } else {
    showVerdict(invocation, format, { findings, programs: [] }, summary);
  }
}

function summaryOf({ rows }: Matrix, findings: readonly Finding[]): string {
  if (rows.length === 0) return `Not built: ${countFindings(findings)}`;
  const passed = rows.filter((row) => rowVerdict(row) === 'passed').length;
  return `Passed on ${passed} of ${rows.length} targets: ${countFindings(findings)}`;
}

const COLUMNS = [
  { title: 'target', align: 'left' },
  { title: 'kernel', align: 'left' },
  { title: 'verdict', align: 'left' },
  { title: 'instructions', align: 'right' },
  { title: 'first finding', align: 'left' },
] as const;

function matrixTable(rows: readonly MatrixRow[]): string[] {
  return formatTable(
    COLUMNS,
    rows.map((row) =>
      [
        row.target.id,
        row.kernel ?? '-',
        rowVerdict(row) ?? '-',
        String(rowInstructions(row) ?? '-'),
        firstWords(row),
      ].map(printable),
    ),
  );
}

function firstWords(row: MatrixRow): string {
  const { verdict } = row;
  if (verdict.kind === 'problem') return verdict.problem.message;
  if (verdict.kind === 'cancelled') return 'cancelled';
  const first = firstError(row);
  return first === null ? '' : `${first.message} [${first.code}]`;
}

function rowJson(row: MatrixRow) {
  const { target, kernel, verdict } = row;
  const answer =
    verdict.kind === 'ok' ? verdictJson(verdict.value) : { findings: [], programs: [] };
  return {
    target: target.id,
    kernel,
    verdict: rowVerdict(row),
    instructions: rowInstructions(row),
    ...answer,
    problem: verdict.kind === 'problem' ? problemJson(verdict.problem) : null,
  };
}
