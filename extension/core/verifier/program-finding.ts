import { finding, type Finding, type RelatedPlace } from '../findings/finding';
import { causeOf, namedMessage, type KnownCause } from './causes';
import { SILENT_WRITE } from './causes/silent';
import { errorRegion } from './error-region';
import { readReport, type FailureReport } from './failure-report';
import type { LogOptions } from './log-options';
import type { ProgramLog, Remark } from './log/program-log';
import { primaryPlace } from './primary-place';
import { refinedCause } from './refined-cause';
import { relatedPlaces } from './related-places';
import type { SourcePlace } from './log/source-place';
import { subjectOf } from './trace/subject';
import { unexplainedRefusal } from './unexplained-refusal';

/** What is known of a program beside its log. */
export interface ProgramContext extends LogOptions {
  readonly name: string | null;
  /** What libbpf says of the load: "Permission denied", "-EACCES"; null where nobody says it failed. */
  readonly loadError: string | null;
  /** The log has its end mark, or is in no wrapper that would have one. */
  readonly complete: boolean;
  readonly summary: Summary | null;
}

/** A log without its last line, and without an error: nobody can say how the verification ended. */
function cutLog(log: ProgramLog, context: ProgramContext): Finding | null {
  if (log.isComplete || log.code === null) return null;
  const place = log.place;
  return finding({
    code: 'verifier/truncated-log',
    severity: 'warning',
    message: 'The log of this program ends before the verifier says how it went',
    ...(place ? located(place, context) : {}),
    program: context.name,
    explanation: 'Every log ends with "processed N insns"; this one was cut off before that.',
    suggestion: 'Get the whole log: a larger log buffer, or log level 1 in place of 2.',
    raw: rawLines(log, context.summary),
  });
}

/** A line that sums up why a program was refused. */
export interface Summary {
  /** In the log, from 0. */
  readonly line: number;
  readonly reason: string;
  /** The last lines of the program's log. */
  readonly said: readonly string[];
}

interface Statement {
  readonly remark: Remark;
  readonly cause: KnownCause | null;
}

/** The one primary finding of a program's log; null when nothing says that it failed. */
export function programFinding(log: ProgramLog, context: ProgramContext): Finding | null {
  const report = log.report ? readReport(log.report) : null;
  const failed = context.loadError !== null || report !== null;
  const said = summarised(context.summary);
  const statement = statementOf(log, log.remarks, failed) ?? statementOf(log, said, failed);
  const silent = statement || report ? null : silentCause(log, context);
  if (!statement && !report && !silent && context.loadError === null) return cutLog(log, context);
  const stated = statement?.cause ?? silent;
  const known = stated && refinedCause(log, stated);
  const place = withColumn(
    log,
    context,
    primaryPlace(log, report, statement?.remark.place ?? log.place, known),
  );
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
    statement: statedBy(log, statement?.remark.line ?? context.summary?.line ?? null),
    raw: rawLines(log, context.summary),
  });
}

const summarised = (summary: Summary | null): readonly Remark[] =>
  (summary?.said ?? []).map((text) => ({ text, line: summary?.line ?? 0, place: null }));

const statedBy = (log: ProgramLog, line: number | null) =>
  line === null ? null : log.lines.text(line);

function rawLines(log: ProgramLog, summary: Summary | null): readonly string[] {
  const region = errorRegion(log);
  return summary ? [log.lines.text(summary.line), ...region] : region;
}

/** The line that states the error: of the heaviest the last, never a harmless one. */
function statementOf(
  log: ProgramLog,
  remarks: readonly Remark[],
  failed: boolean,
): Statement | null {
  let best: Statement | null = null;
  let bestWeight = 0;
  for (const remark of remarks) {
    const cause = causeOf(remark.text);
    // A line nobody knows states the error only where it is known that there is one.
    const weight = cause ? cause.weight : failed ? 0.5 : 0;
    if (cause?.cause.general && !failed && log.code === null) continue;
    if (cause?.cause.early && log.code === null) continue;
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
  const isStore = log.isComplete && log.code !== null && STORE.test(log.code);
  // "30: safe" may follow: a path that was walked before ends anywhere.
  const after = log.select(log.lastInstruction + 1, log.end, (kind) => kind === 'trace');
  return denied && isStore && after.length === 0 ? SILENT_WRITE : null;
}

function headline(
  known: KnownCause | null,
  statement: Statement | null,
  report: FailureReport | null,
  context: ProgramContext,
  log: ProgramLog,
): Pick<Finding, 'code' | 'message'> {
  if (known)
    return { code: `verifier/${known.cause.code}`, message: messageOf(log, known, context) };
  const said = statement?.remark.text ?? report?.title;
  if (said !== undefined) return { code: 'verifier/other', message: said };
  return unexplainedRefusal(context.loadError ?? '', context.complete, log);
}

/** In the names of the source where they are certain, else in those of the verifier. */
function messageOf(log: ProgramLog, known: KnownCause, context: ProgramContext): string {
  if (known.cause.named === undefined) return known.message;
  const name = subjectOf(log, known, context);
  return name === null ? known.message : (namedMessage(known, name, log.callee) ?? known.message);
}

/** The kernel prints no columns before 7.3; the object's line table has them. */
function withColumn(
  log: ProgramLog,
  { name, object }: ProgramContext,
  place: SourcePlace | null,
): SourcePlace | null {
  if (!object || name === null || (place && place.column !== null)) return place;
  const known = object.placeOf(name, log.lines.instruction(log.lastInstruction));
  if (place === null || known === null) return known ?? place;
  return known.line === place.line && baseName(known.file) === baseName(place.file) ? known : place;
}

const baseName = (path: string) => path.replace(/^.*[\\/]/, '');

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
