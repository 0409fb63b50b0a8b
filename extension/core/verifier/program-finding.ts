import { finding, type Finding, type RelatedPlace } from '../findings/finding';
import { causeOf, type KnownCause } from './causes';
import { readReport, type FailureReport } from './failure-report';
import type { ProgramLog, Remark } from './program-log';
import type { SourcePlace } from './source-place';

/** What is known of a program beside its log. */
export interface ProgramContext {
  readonly name: string | null;
  /** What libbpf says of the load: "Permission denied", "-EACCES"; null where nobody says it failed. */
  readonly loadError: string | null;
  /** The log has an end mark, or is no part of a wrapper that has one. */
  readonly complete: boolean;
  readonly resolveFile: (baseName: string) => string | null;
}

interface Statement {
  readonly remark: Remark;
  readonly cause: KnownCause | null;
}

/** The one primary finding of a program's log; null when nothing says that it failed. */
export function programFinding(log: ProgramLog, context: ProgramContext): Finding | null {
  const report = log.report ? readReport(log.report) : null;
  const statement = statementOf(log.remarks, context.loadError !== null || report !== null);
  if (!statement && !report && context.loadError === null) return null;
  const place = report?.at?.place ?? statement?.remark.place ?? (statement ? null : log.place);
  const cause = statement?.cause?.cause ?? null;
  return finding({
    ...headline(statement, report, context, log),
    severity: 'error',
    ...resolved(place, context),
    program: context.name,
    related: relatedPlaces(log, statement, report, context),
    explanation: cause?.explanation ?? report?.reason ?? null,
    suggestion: cause?.suggestion ?? report?.suggestion ?? null,
    raw: log.raw,
  });
}

/** The line that states the error: of the heaviest the last, never a harmless one. */
function statementOf(remarks: readonly Remark[], failed: boolean): Statement | null {
  let best: Statement | null = null;
  let bestWeight = 0;
  for (const remark of remarks) {
    const cause = causeOf(remark.text);
    // A line nobody knows states the error only where it is known that there is one.
    const weight = cause ? cause.weight : failed ? 0.5 : 0;
    if (weight === 0 || weight < bestWeight) continue;
    best = { remark, cause };
    bestWeight = weight;
  }
  return best;
}

function headline(
  statement: Statement | null,
  report: FailureReport | null,
  context: ProgramContext,
  log: ProgramLog,
): Pick<Finding, 'code' | 'message'> {
  if (statement?.cause)
    return { code: `verifier/${statement.cause.cause.code}`, message: statement.cause.message };
  const said = statement?.remark.text ?? report?.title;
  if (said !== undefined) return { code: 'verifier/other', message: said };
  if (!context.complete || (!log.isEmpty && !log.isComplete))
    return {
      code: 'verifier/truncated-log',
      message: 'The verifier refused this program, but its log ends before it says why',
    };
  return {
    code:
      /permission|EPERM|EACCES|-1\b|-13\b/i.test(context.loadError ?? '') && log.isEmpty
        ? 'verifier/permission'
        : 'verifier/other',
    message: `The kernel refused this program: ${context.loadError ?? 'it gives no reason'}`,
  };
}

function relatedPlaces(
  log: ProgramLog,
  statement: Statement | null,
  report: FailureReport | null,
  context: ProgramContext,
): RelatedPlace[] {
  if (report && report.path.length > 0)
    return report.path.map(({ place, message }) => ({ ...resolved(place, context), message }));
  const known = statement?.cause;
  const origin =
    known?.cause.code === 'unreleased-reference'
      ? log.calls.at(Number(known.groups[2] ?? Number.NaN))
      : known?.cause.code === 'null-pointer'
        ? log.calls.lastNullable()
        : null;
  if (!origin?.place) return [];
  const message =
    known?.cause.code === 'null-pointer'
      ? `${origin.callee}() may return NULL here`
      : `${origin.callee}() takes the reference here`;
  return [{ ...resolved(origin.place, context), message }];
}

function resolved(
  place: SourcePlace | null,
  context: ProgramContext,
): Pick<Finding, 'file' | 'line' | 'column'> {
  if (!place) return { file: null, line: null, column: null };
  return {
    file: context.resolveFile(place.file) ?? place.file,
    line: place.line,
    column: place.column,
  };
}
