import { reasonOf, type ExitReport, type ReportFrame } from '../../core/exit-report/exit-report';
import type { ShownReport, StateDump } from '../../core/exit-report/shown-report';
import { stalledWords } from '../../core/exit-report/stalled-task';
import { eventCounter } from '../../core/sched-ext/event-counters';

/** A line of text, with a link to a place behind it where there is one. */
export interface PlacedText {
  readonly text: string;
  /** `FILE:LINE`; '' for no place. */
  readonly place: string;
  /** Of shown-report placeNamed(). */
  readonly key: string;
  /** The line's own text; '' where it is not known. */
  readonly code: string;
}

export interface ReportModel {
  readonly title: string;
  /** One sentence below it. */
  readonly summary: string;
  /** The kernel's own words; '' for none. */
  readonly said: string;
  readonly explanation: string;
  readonly suggestion: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly findings: readonly PlacedText[];
  /** '' when no task waited too long. */
  readonly stalled: string;
  readonly backtrace: readonly PlacedText[];
  /** null: there is none. */
  readonly dumpText: string | null;
  /** Where the dump is from, or why there is none. */
  readonly dumpNote: string;
  /** The place that it was found in was too small for it. */
  readonly isDumpCut: boolean;
  readonly events: readonly (readonly [name: string, count: string, explanation: string])[];
  readonly log: string;
  readonly output: string;
  /** Something that can be saved. */
  readonly isSaved: boolean;
}

export function reportModel(shown: ShownReport): ReportModel {
  return shown.kind === 'end' ? endModel(shown.report) : stateModel(shown);
}

function endModel(report: ExitReport): ReportModel {
  const { exit, target } = report;
  const reason = reasonOf(report);
  const name = report.ops ?? baseName(report.subject ?? '') ?? 'The scheduler';
  return {
    title: `${name} ${report.hasRun ? 'ended' : 'did not start'} on ${target}`,
    summary: reason?.message ?? 'The kernel says no reason.',
    said: [exit.reason, exit.message].filter((part) => part !== null).join(': '),
    explanation: reason?.explanation ?? '',
    suggestion: reason?.suggestion ?? '',
    facts: factsOf(report),
    findings: report.findings.map(({ message, file, line }, index) => ({
      text: message === reason?.message ? 'In the source:' : message,
      ...{ code: '', key: `finding ${index}` },
      place: placeText(file, line),
    })),
    stalled: report.stalled === null ? '' : stalledWords(report.stalled),
    backtrace: report.backtrace.map(framePlace),
    dumpText: report.dumpText,
    dumpNote: dumpNote(report),
    isDumpCut: report.isDumpCut,
    events: report.events.map(([counter, count]) => eventRow(counter, count)),
    log: report.log.join('\n'),
    output: report.output.join('\n'),
    isSaved: true,
  };
}

function stateModel({ ops, target, takenAt, dumpText, lostLines }: StateDump): ReportModel {
  const lost =
    lostLines === 0 ? '' : ` ${lostLines} lines did not fit: the first ones are missing.`;
  return {
    ...{ said: '', explanation: '', suggestion: '', stalled: '', log: '', output: '' },
    ...{ findings: [], backtrace: [], events: [], isSaved: false },
    title: `State of ${ops ?? 'the scheduler'} on ${target}`,
    summary: `Taken at ${timeText(takenAt)}. The scheduler goes on running.${lost}`,
    facts: [],
    dumpText,
    dumpNote: '',
    isDumpCut: false,
  };
}

function factsOf(report: ExitReport): readonly (readonly [string, string])[] {
  const { exit, startedAt, endedAt, subject } = report;
  const kind = [exit.kindName, exit.kind].filter((part) => part !== null).join(' = ');
  const code =
    exit.code === null || exit.code === '0' ? '' : [exit.code, ...exit.codeWords].join(', ');
  const rows: readonly (readonly [string, string])[] = [
    ['Exit kind', kind],
    ['Exit code', code],
    ['Ended', timeText(endedAt)],
    [
      'Ran for',
      startedAt === null ? '' : durationText(Date.parse(endedAt) - Date.parse(startedAt)),
    ],
    ['Loaded from', subject ?? ''],
    ...report.versions,
  ];
  return rows.filter(([, value]) => value !== '');
}

function framePlace({ text, file, line, code }: ReportFrame, index: number): PlacedText {
  return { text, place: placeText(file, line), key: `frame ${index}`, code: code ?? '' };
}

const SOURCES = {
  'exit map': "From the scheduler's own map (UEI_RECORD).",
  tracepoint: 'From the tracepoint sched_ext_dump.',
  output: 'From what the program that loaded it printed.',
} as const;

function dumpNote({ dumpSource, dumpText, hasRun }: ExitReport): string {
  if (dumpSource !== null) return SOURCES[dumpSource];
  if (dumpText !== null) return '';
  return hasRun
    ? 'There is none: the kernel writes one only for errors, and it takes tracefs or a map for it (UEI_DEFINE) to be kept.'
    : 'There is none: it never ran.';
}

function eventRow(name: string, count: number): readonly [string, string, string] {
  const known = eventCounter(name);
  const explanation = known === null ? '' : `${known.meaning} ${known.worry}`;
  return [name, count.toLocaleString('en'), explanation];
}

function placeText(file: string | null, line: number | null): string {
  const base = file === null ? null : baseName(file);
  return base === null ? '' : `${base}:${line ?? 1}`;
}

function baseName(path: string): string | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name === '' ? null : name;
}

function timeText(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleString();
}

function durationText(milliseconds: number): string {
  const seconds = Math.max(milliseconds, 0) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
