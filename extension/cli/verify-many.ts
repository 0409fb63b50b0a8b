import { CANCELLED, ok, type Outcome } from '../core/findings/problem';
import { parseTarget } from '../core/sched-ext/target-name';
import type { Target } from '../core/sched-ext/target';
import { matrixFindings } from '../workflows/verify/matrix-summary';
import { verifyMatrix, type Matrix } from '../workflows/verify/verify-matrix';
import { buildOptions } from './built-scheduler';
import type { Invocation } from './command';
import { EXIT, statusOfFindings, type ExitStatus } from './exit-status';
import type { Format } from './output/format';
import { showMatrix } from './output/matrix';
import { addToSarifFile } from './output/sarif-file';
import { sourceFile } from './source-file';
import { usageProblem } from './usage';

/** The targets that `--target a,b,c` names, each once; null for one target or none. */
export function namedTargets({ arguments: given, env }: Invocation): readonly string[] | null {
  const named = given.has('target') ? given.texts('target') : [env['SCX_TARGET'] ?? ''];
  const names = named.flatMap((text) => text.split(',')).map((name) => name.trim());
  const all = [...new Set(names.filter((name) => name !== ''))];
  return all.length > 1 ? all : null;
}

/** One scheduler on many kernels side by side. */
export async function verifyMany(
  invocation: Invocation,
  names: readonly string[],
  format: Format,
): Promise<Outcome<ExitStatus>> {
  const targets = parseTargets(names);
  if (targets.kind !== 'ok') return targets;
  const source = await sourceFile(invocation);
  if (source.kind !== 'ok') return source;
  const options = buildOptions(invocation);
  if (options.kind !== 'ok') return options;
  const { context, terminal, signal } = invocation;
  const request = { source: source.value, targets: targets.value, ...options.value };
  const matrix = await verifyMatrix(context, request, {
    signal,
    onProgress: ({ id }, stage) => {
      terminal.progress(`${id}: ${stage}`);
    },
  });
  if (signal.aborted) return CANCELLED;
  if (matrix.kind !== 'ok') return matrix;
  showMatrix(invocation, format, matrix.value);
  const kept = await addToSarifFile(invocation, matrixFindings(matrix.value));
  if (kept.kind !== 'ok') return kept;
  return ok(statusOf(matrix.value));
}

function parseTargets(names: readonly string[]): Outcome<readonly Target[]> {
  const targets: Target[] = [];
  for (const name of names) {
    const target = parseTarget(name);
    if (target === null) {
      return usageProblem(
        `Could not use the target "${name}": it is no lab and no ssh destination`,
        'Write targets as lab:6.18,lab:7.3,root@box.',
      );
    }
    targets.push(target);
  }
  return ok(targets);
}

/** What was found counts more than who did not answer. */
function statusOf(matrix: Matrix): ExitStatus {
  const found = statusOfFindings(matrixFindings(matrix));
  if (found !== EXIT.fine) return found;
  return matrix.rows.some(({ verdict }) => verdict.kind !== 'ok') ? EXIT.unavailable : EXIT.fine;
}
