import { mergedFindings } from '../../core/findings/merged-findings';
import type { Finding } from '../../core/findings/finding';
import type { Matrix, MatrixRow } from '../../workflows/verify-matrix';
import type { Invocation } from '../command';
import { statusOfFindings, EXIT } from '../exit-status';
import { formatTable } from '../terminal/table';
import { printable } from '../terminal/terminal';
import { countFindings, showFindings } from './findings';
import type { Format } from './format';
import { problemJson } from './problem';
import { showVerdict } from './verdict';
import { findingJson, verdictJson } from './verdict-json';

/** What all kernels found, each finding once, with the kernels it holds on where these are not all. */
export function matrixFindings({ build, rows }: Matrix): readonly Finding[] {
  const answered = rows.flatMap((row) =>
    row.verdict.kind === 'ok'
      ? [{ kernel: nameOf(row, rows), findings: row.verdict.value.findings }]
      : [],
  );
  return [...build, ...mergedFindings(answered)];
}

/** The kernel's release, or the target where two of them run the same. */
function nameOf({ target, kernel }: MatrixRow, rows: readonly MatrixRow[]): string {
  const alike = rows.filter((row) => row.kernel === kernel);
  return kernel !== null && alike.length === 1 ? kernel : target.id;
}

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
  const passed = rows.filter((row) => verdictOf(row) === 'passed').length;
  return `Passed on ${passed} of ${rows.length} targets: ${countFindings(findings)}`;
}

/** null: the target gave no verdict. */
function verdictOf({ verdict }: MatrixRow): 'passed' | 'refused' | null {
  if (verdict.kind !== 'ok') return null;
  return statusOfFindings(verdict.value.findings) === EXIT.fine ? 'passed' : 'refused';
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
        verdictOf(row) ?? '-',
        String(instructionsOf(row) ?? '-'),
        firstWords(row),
      ].map(printable),
    ),
  );
}

/** Of all programs that were checked; null when none was. */
function instructionsOf({ verdict }: MatrixRow): number | null {
  if (verdict.kind !== 'ok') return null;
  const counts = verdict.value.programs.flatMap(({ instructions }) => instructions ?? []);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

function firstWords({ verdict }: MatrixRow): string {
  if (verdict.kind === 'problem') return verdict.problem.message;
  if (verdict.kind === 'cancelled') return 'cancelled';
  const first = verdict.value.findings.find(({ severity }) => severity === 'error');
  return first === undefined ? '' : `${first.message} [${first.code}]`;
}

function rowJson(row: MatrixRow) {
  const { target, kernel, verdict } = row;
  const answer =
    verdict.kind === 'ok' ? verdictJson(verdict.value) : { findings: [], programs: [] };
  return {
    target: target.id,
    kernel,
    verdict: verdictOf(row),
    instructions: instructionsOf(row),
    ...answer,
    problem: verdict.kind === 'problem' ? problemJson(verdict.problem) : null,
  };
}
