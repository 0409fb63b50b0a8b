import type { KnownCause } from '../causes';
import type { ProgramLog } from '../log/program-log';
import type { Step } from '../related-places';
import { lastCall } from './calls';
import { operationOf } from './operation';
import { isNumberAfter } from './register-type';
import { callbackSteps, releaseSteps } from './resource-steps';
import { originOf, type Origin, type ValuePart } from './value-origin';

/** Where a pointer that may be NULL came from. */
export function nullSteps(log: ProgramLog, known: KnownCause): readonly Step[] {
  const origin = failingOrigin(log, known, 'whole');
  if (origin) return [...originStep(log, origin, 'may be NULL'), ...testSteps(log, origin)];
  const call = lastCall(log, log.lastInstruction, () => true);
  const isNullable = call && /R0(?:_\w+)?=\w*_or_null/.test(log.bare(call.line));
  return isNullable ? stepAt(log, call.line, `${call.callee}() may return NULL here`) : [];
}

/** Where an index came from, and what it was compared with. */
export function indexSteps(log: ProgramLog, known: KnownCause): readonly Step[] {
  return withTests(log, failingOrigin(log, known, 'index'), 'the value comes from here');
}

/** Where a pointer came from. */
export function pointerSteps(log: ProgramLog, known: KnownCause): readonly Step[] {
  const origin = failingOrigin(log, known, 'whole');
  const moves = [...(origin?.moves ?? [])].reverse();
  return [
    ...withTests(log, origin, 'the pointer comes from here'),
    ...moves.flatMap((line) => stepAt(log, line, 'it is moved here')),
  ];
}

/** Where a pointer came from that a function of the kernel gave. */
export function memorySteps(log: ProgramLog, known: KnownCause): readonly Step[] {
  const origin = failingOrigin(log, known, 'whole');
  return origin?.operation.kind === 'call'
    ? originStep(log, origin, 'the pointer comes from here')
    : [];
}

/** Where an argument, or what is used as a pointer, came from. */
export function argumentSteps(log: ProgramLog, known: KnownCause): readonly Step[] {
  const origin = failingOrigin(log, known, 'whole');
  return [...withTests(log, origin, 'the value comes from here'), ...releaseSteps(log)];
}

/** Where the value that is returned came from, and who asked for it. */
export function returnSteps(log: ProgramLog, { line }: KnownCause): readonly Step[] {
  const origin = originOf(log, log.lastInstruction, 0);
  return [
    ...(line.includes('callback') ? callbackSteps(log) : []),
    ...withTests(log, origin, 'the value comes from here'),
  ];
}

/** The origin of the register that an error line is about. */
export function failingOrigin(
  log: ProgramLog,
  { line }: KnownCause,
  part: ValuePart,
): Origin | null {
  const register = failingRegister(line, log.code ?? '') ?? addedNumber(log);
  return register === null ? null : originOf(log, log.lastInstruction, register, part);
}

/**
 * `R2 …`; the arguments of kernel functions count from 0 (`arg#1`, `trusted arg1`), those of helpers
 * from 1; what an error line does not name is the base of the access.
 */
function failingRegister(line: string, code: string): number | null {
  const [, register] = /\bR(\d)\b/.exec(line) ?? [];
  if (register !== undefined) return Number(register);
  const [, helper] = /helper arg(\d)/.exec(line) ?? [];
  if (helper !== undefined) return Number(helper);
  const [, argument] = /\barg ?#?(\d)/.exec(line) ?? [];
  if (argument !== undefined) return Number(argument) + 1;
  const [, base] = /\*\([us]\d+ \*\)\(r(\d) /.exec(code) ?? [];
  return base === undefined ? null : Number(base);
}

/** `r2 += r1` fails without a name: it is about the number of the two. */
function addedNumber(log: ProgramLog): number | null {
  const operation = operationOf(log.code ?? '');
  if (operation.kind !== 'compute' || operation.from === null) return null;
  const { to, from } = operation;
  return isNumberAfter(log, log.lastInstruction, from) ? from : to;
}

function withTests(log: ProgramLog, origin: Origin | null, message: string): readonly Step[] {
  if (!origin) return [];
  return [...originStep(log, origin, message), ...testSteps(log, origin)];
}

function originStep(log: ProgramLog, { line, operation }: Origin, message: string) {
  if (message !== 'may be NULL') return stepAt(log, line, message);
  const source =
    operation.kind === 'call' ? `${operation.callee}() may return NULL here` : 'this may be NULL';
  return stepAt(log, line, source);
}

/** Comparisons that were passed and did not help, oldest first. */
function testSteps(log: ProgramLog, { tests }: Origin): readonly Step[] {
  const places = new Map<string, Step>();
  for (const line of [...tests].reverse()) {
    if (operationOf(log.bare(line)).kind !== 'test') continue;
    for (const step of stepAt(log, line, 'it is compared here, which is not enough'))
      places.set(`${step.place.line} ${step.place.file}`, step);
  }
  return [...places.values()];
}

function stepAt(log: ProgramLog, line: number, message: string): readonly Step[] {
  const place = log.placeOf(line);
  return place ? [{ place, message }] : [];
}
