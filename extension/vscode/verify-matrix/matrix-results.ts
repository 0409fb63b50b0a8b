import type { Target } from '../../core/sched-ext/target';
import { firstError, matrixFindings } from '../../workflows/verify/matrix-summary';
import type { Matrix, MatrixRow } from '../../workflows/verify/verify-matrix';
import type { SourceResult, Verified } from '../session/results';

/** What a table says of a source, for everything that shows results. `text` is what was verified. */
export function resultOf(
  matrix: Matrix,
  active: Target | null,
  text: string,
): Partial<SourceResult> {
  const kernels = matrix.rows.flatMap(({ kernel, verdict }) =>
    verdict.kind === 'ok' && kernel !== null ? [kernel] : [],
  );
  const { build } = matrix;
  if (kernels.length === 0) return { build, verified: null, matrix: null, run: null };
  const findings = matrixFindings(matrix).slice(build.length);
  return {
    build,
    verified: verifiedOn(matrix.rows, active, text),
    matrix: { findings, kernels: [...new Set(kernels)], text },
    run: null,
  };
}

/**
 * Traces and counts are of one kernel: the selected target's, unless that one passes and another refuses,
 * whose trace is what people then ask for.
 */
function verifiedOn(
  rows: readonly MatrixRow[],
  active: Target | null,
  text: string,
): Verified | null {
  const answered = rows.filter(({ verdict }) => verdict.kind === 'ok');
  const mine = answered.filter(({ target }) => target.id === active?.id);
  const isRefused = (row: MatrixRow) => firstError(row) !== null;
  const row = mine.find(isRefused) ?? answered.find(isRefused) ?? mine[0] ?? answered[0];
  if (row?.verdict.kind !== 'ok' || row.kernel === null) return null;
  const { value } = row.verdict;
  return {
    verdict: value,
    log: value.log,
    target: row.target.id,
    kernel: row.kernel,
    text,
    resolveFile: value.resolveFile,
  };
}
