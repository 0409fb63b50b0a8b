import { commentFunction, commentText } from '../log/source-place';
import type { IndexedProgram, LogIndex } from '../log/log-index';
import type { ProgramVerdict } from '../verdict';
import type { LogError } from './log-errors';
import type { LogPart } from './log-part';
import { loopsOf, type Loop } from './loops';
import { OutlineBuilder } from './outline-builder';
import { traceMarks, traceStart, type TraceMark } from './trace-marks';

/** Programs, in each the branches, functions and loops that the verifier went through, and errors. */
export function logOutline(
  index: LogIndex,
  errors: readonly LogError[],
  verdicts: readonly ProgramVerdict[],
): readonly LogPart[] {
  const programs = index.programs.flatMap((program, at) => {
    const own = errors.filter(({ line }) => index.program(line) === at);
    // Words of a loader between two programs are no program.
    const isProgram = program.name !== null || own.length > 0 || hasTrace(index, program);
    return isProgram
      ? [programOutline(index, programPart(index, program, own.length, verdicts), own)]
      : [];
  });
  const outside = errors.filter(({ line }) => index.program(line) < 0).map(errorPart);
  return [...programs, ...outside].sort((a, b) => a.firstLine - b.firstLine);
}

function hasTrace(index: LogIndex, { firstLine, lastLine }: IndexedProgram): boolean {
  for (let line = firstLine; line <= lastLine; line++)
    if (index.kind(line) === 'instruction' || index.kind(line) === 'statistics') return true;
  return false;
}

function programPart(
  index: LogIndex,
  { name, firstLine, lastLine }: IndexedProgram,
  errorCount: number,
  verdicts: readonly ProgramVerdict[],
): LogPart {
  const verdict = verdicts.find((one) => one.name === name);
  const instructions = verdict?.instructions ?? null;
  const details = [
    ...(errorCount > 0 ? ['failed'] : verdict?.verdict === 'passed' ? ['passed'] : []),
    ...(instructions === null ? [] : [`${instructions.toLocaleString('en')} instructions`]),
  ];
  // The line that names it stays to be seen when the program is folded.
  const isNamed = /-- BEGIN |^PROCESSING /.test(index.bare(firstLine - 1));
  const first = isNamed ? firstLine - 1 : firstLine;
  const end = Math.max(lastLine, first);
  return part('program', name ?? 'program', details.join(', '), first, end);
}

type Event =
  | TraceMark
  | { readonly kind: 'loop'; readonly line: number; readonly loop: Loop }
  | { readonly kind: 'part'; readonly line: number; readonly part: LogPart };

/** Of what begins at the same line, the outer one first. */
const RANK = { function: 0, return: 1, branch: 2, call: 3, loop: 4, part: 5 } as const;

function programOutline(index: LogIndex, program: LogPart, errors: readonly LogError[]): LogPart {
  const { firstLine, lastLine } = program;
  const start = traceStart(index, firstLine, lastLine);
  const marks = traceMarks(index, start, lastLine);
  const events: Event[] = [...marks];
  for (const loop of loopsOf(index, marks, start, lastLine))
    events.push({ kind: 'loop', line: loop.firstLine, loop });
  for (const one of [...errors.map(errorPart), ...reportParts(index, start, lastLine)])
    events.push({ kind: 'part', line: one.firstLine, part: one });
  events.sort((a, b) => a.line - b.line || RANK[a.kind] - RANK[b.kind]);
  const builder = new OutlineBuilder(program);
  for (const event of events) take(builder, index, event);
  return builder.finish();
}

function take(builder: OutlineBuilder, index: LogIndex, event: Event): void {
  const { line } = event;
  switch (event.kind) {
    case 'function':
      builder.endAll(line, ['branch', 'function', 'loop']);
      builder.begin(part('function', event.name, 'verified by itself', line, line), false);
      return;
    case 'branch':
      builder.endAll(line, ['branch', 'function']);
      builder.begin(branchPart(index, event), false);
      return;
    case 'call':
      builder.begin(calledPart(index, line), false);
      return;
    case 'return':
      builder.endLast(line, 'function');
      return;
    case 'loop':
      builder.begin(loopPart(index, event.loop), true);
      return;
    case 'part':
      if (event.part.kind === 'report') builder.endAll(line, ['branch', 'function', 'loop']);
      builder.add(event.part);
  }
}

function errorPart({ line, finding }: LogError): LogPart {
  return part('error', finding.message, finding.code, line, line);
}

function reportParts(index: LogIndex, first: number, last: number): readonly LogPart[] {
  for (let line = last; line >= first && index.kind(line) !== 'instruction'; line--) {
    if (index.kind(line) !== 'report') continue;
    let end = last;
    while (end > line && index.kind(end) !== 'text') end -= 1;
    return [part('report', index.bare(line), '', line, end)];
  }
  return [];
}

/** Lines from a mark on in which its first source comment stands. */
const LOOK_AHEAD_LINES = 8;

function branchPart(index: LogIndex, { line, from, to }: TraceMark & { kind: 'branch' }): LogPart {
  // A comment is printed where it is another one than the last that was.
  const governing = index.source(line + 1);
  const source = governing < 0 ? '' : commentText(index.bare(governing));
  return part('branch', `from ${from} to ${to}`, source, line, line);
}

function calledPart(index: LogIndex, line: number): LogPart {
  const head = sourceAfter(index, line, LOOK_AHEAD_LINES);
  return part('function', commentFunction(head) ?? 'function', head, line, line);
}

function loopPart(
  index: LogIndex,
  { passes, instruction, firstLine, lastPassLine }: Loop,
): LogPart {
  const name = `loop, ${passes.toLocaleString('en')} passes`;
  const source = sourceAfter(index, firstLine, 1);
  const detail = source === '' ? `from instruction ${instruction}` : source;
  return part('loop', name, detail, firstLine, lastPassLine);
}

/** The source text of the first comment from a line on; '' where none is near. */
function sourceAfter(index: LogIndex, line: number, count: number): string {
  for (let at = line; at < line + count; at++)
    if (index.kind(at) === 'source') return commentText(index.bare(at));
  return '';
}

const part = (
  kind: LogPart['kind'],
  name: string,
  detail: string,
  firstLine: number,
  lastLine: number,
): LogPart => ({ kind, name, detail, firstLine, lastLine, children: [] });
