import { finding, type Finding, type RelatedPlace } from '../findings/finding';
import { causeOf, type KnownCause } from './causes';
import { SILENT_WRITE } from './causes/silent';
import { readReport, type FailureReport } from './failure-report';
import type { LogOptions } from './log-options';
import type { ProgramLog, Remark } from './log/program-log';
import { relatedPlaces } from './related-places';
import type { SourcePlace } from './log/source-place';
import { lastTest } from './trace/calls';
import { unexplainedRefusal } from './unexplained-refusal';

/** What is known of a program beside its log. */
export interface ProgramContext extends LogOptions {
  readonly name: string | null;
  /** What libbpf says of the load: "Permission denied", "-EACCES"; null where nobody says it failed. */
  readonly loadError: string | null;
  /** The log has its end mark, or is in no wrapper that would have one. */
  readonly complete: boolean;
}

interface Statement {
  readonly remark: Remark;
  readonly cause: KnownCause | null;
}

/** The one primary finding of a program's log; null when nothing says that it failed. */
export function programFinding(log: ProgramLog, context: ProgramContext): Finding | null {
  const report = log.report ? readReport(log.report) : null;
  const statement = statementOf(log.remarks, context.loadError !== null || report !== null);
  const silent = statement || report ? null : silentCause(log, context);
  if (!statement && !report && !silent && context.loadError === null) return null;
  const known = statement?.cause ?? silent;
  const place = primaryPlace(log, report, statement, known);
  const locate = (one: SourcePlace) => located(one, context);
  return finding({
    ...headline(known, statement, report, context, log),
    severity: 'error',
    ...(place ? locate(place) : {}),
    program: context.name,
    related: relatedPlaces(log, known, report, place).map(
      ({ place: one, message }): RelatedPlace => ({ ...locate(one), message }),
    ),
    explanation: known?.cause.explanation ?? report?.reason ?? null,
    suggestion: known?.cause.suggestion ?? report?.suggestion ?? null,
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

const STORE = /^\d+: \([67][0-9a-f]\) \*\(u(?:8|16|32|64) \*\)\(r\d+ [+-]\d+\) = /;

/**
 * Kernels before 7.x say nothing when sched_ext refuses a write to a field: the log ends at the store
 * (bpf_scx_btf_struct_access returns -EACCES, kernel/sched/ext.c).
 */
function silentCause(log: ProgramLog, context: ProgramContext): KnownCause | null {
  const denied = context.loadError === null || /EACCES|Permission|-13/.test(context.loadError);
  return denied && log.isComplete && log.code !== null && STORE.test(log.code)
    ? SILENT_WRITE
    : null;
}

function headline(
  known: KnownCause | null,
  statement: Statement | null,
  report: FailureReport | null,
  context: ProgramContext,
  log: ProgramLog,
): Pick<Finding, 'code' | 'message'> {
  if (known) return { code: `verifier/${known.cause.code}`, message: known.message };
  const said = statement?.remark.text ?? report?.title;
  if (said !== undefined) return { code: 'verifier/other', message: said };
  return unexplainedRefusal(context.loadError ?? '', context.complete, log);
}

/**
 * The kernel's own place, else that of the last source comment. What is found missing at the end of a
 * function is shown at the last branch on the way there: the end itself has the line of the head.
 */
function primaryPlace(
  log: ProgramLog,
  report: FailureReport | null,
  statement: Statement | null,
  known: KnownCause | null,
): SourcePlace | null {
  const place = report?.at?.place ?? (statement ? statement.remark.place : log.place);
  const isAtHead = place?.file === log.head?.file && place?.line === log.head?.line;
  return known?.cause.atEnd === true && isAtHead ? (lastBranch(log, report) ?? place) : place;
}

function lastBranch(log: ProgramLog, report: FailureReport | null): SourcePlace | null {
  const test = lastTest(log, log.lastInstruction);
  const branch = test === null ? null : log.placeOf(test);
  // The report has the column, too.
  const step = report?.path.find(
    ({ place }) => place.file === branch?.file && place.line === branch.line,
  );
  return step?.place ?? branch;
}

function located(
  place: SourcePlace,
  context: ProgramContext,
): Pick<RelatedPlace, 'file' | 'line' | 'column'> {
  return {
    file: context.resolveFile?.(place.file) ?? place.file,
    line: place.line,
    column: place.column,
  };
}
