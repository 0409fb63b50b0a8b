import type { Finding, RelatedPlace } from '../../core/findings/finding';
import type { SourceResult } from '../session/results';
import { fileOf } from './diagnostic';

type Findings = readonly Finding[];

/** The lists of findings of one source, one a step. */
export function listsOf({ build, verified, matrix, run }: SourceResult): Findings[] {
  return [
    build,
    ...(verified === null ? [] : [verified.verdict.findings]),
    ...(matrix === null ? [] : [matrix.findings]),
    ...(run === null ? [] : [run.findings]),
  ];
}

/** What changes in a result when `move` is applied to each list; null when that changes none. */
export function movedResult(
  { build, verified, matrix, run }: SourceResult,
  move: (findings: Findings) => Findings,
): Partial<SourceResult> | null {
  const moved: { -readonly [part in keyof SourceResult]?: SourceResult[part] } = {};
  const built = move(build);
  if (built !== build) moved.build = built;
  if (verified !== null) {
    const findings = move(verified.verdict.findings);
    if (findings !== verified.verdict.findings) {
      moved.verified = { ...verified, verdict: { ...verified.verdict, findings } };
    }
  }
  if (matrix !== null) {
    const findings = move(matrix.findings);
    if (findings !== matrix.findings) moved.matrix = { ...matrix, findings };
  }
  if (run !== null) {
    const findings = move(run.findings);
    if (findings !== run.findings) moved.run = { ...run, findings };
  }
  return Object.keys(moved).length === 0 ? null : moved;
}

/** Lines of a file, from 0, that findings of a source lie on or name. */
export function linesIn(findings: Findings, file: string, source: string): Set<number> {
  const lines = new Set<number>();
  const add = (place: Pick<RelatedPlace, 'file' | 'line'>) => {
    if (place.line !== null && fileOf(place, source) === file) lines.add(place.line - 1);
  };
  for (const finding of findings) {
    add(finding);
    finding.related.forEach(add);
  }
  return lines;
}
