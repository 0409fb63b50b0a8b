import type { Finding } from '../../core/findings/finding';
import { mergedFindings } from '../../core/findings/merged-findings';
import type { Matrix, MatrixRow } from './verify-matrix';

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

/** null: the target gave no verdict. */
export function rowVerdict(row: MatrixRow): 'passed' | 'refused' | null {
  if (row.verdict.kind !== 'ok') return null;
  return firstError(row) === null ? 'passed' : 'refused';
}

export function firstError({ verdict }: MatrixRow): Finding | null {
  if (verdict.kind !== 'ok') return null;
  return verdict.value.findings.find(({ severity }) => severity === 'error') ?? null;
}

/** Of all programs that were checked; null when none was. */
export function rowInstructions({ verdict }: MatrixRow): number | null {
  if (verdict.kind !== 'ok') return null;
  const counts = verdict.value.programs.flatMap(({ instructions }) => instructions ?? []);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}
