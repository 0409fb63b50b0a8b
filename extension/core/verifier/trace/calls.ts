import type { ProgramLog } from '../log/program-log';
import { failingPath } from './failing-path';
import { operationOf } from './operation';

/** A call on the failing path, by its log line. */
export interface Call {
  readonly line: number;
  readonly callee: string;
}

/** The calls on the way to `line`, the last one first. */
export function* callsBefore(log: ProgramLog, line: number): Generator<Call> {
  for (const at of failingPath(log, line - 1)) {
    const text = log.bare(at);
    if (!text.includes(' call ')) continue;
    const operation = operationOf(text);
    if (operation.kind === 'call') yield { line: at, callee: operation.callee };
  }
}

/** The call that `isWanted` names; null when it is not on the way. */
export function lastCall(
  log: ProgramLog,
  line: number,
  isWanted: (callee: string) => boolean,
): Call | null {
  for (const call of callsBefore(log, line)) if (isWanted(call.callee)) return call;
  return null;
}

/** The last call of `opens` before `line` that no call of `closes` answers. */
export function lastOpen(
  log: ProgramLog,
  line: number,
  opens: RegExp,
  closes: RegExp,
): Call | null {
  let closed = 0;
  for (const call of callsBefore(log, line)) {
    if (closes.test(call.callee)) closed += 1;
    else if (opens.test(call.callee) && closed-- === 0) return call;
  }
  return null;
}

/** The comparison that the way to `line` went through last; null for a way without one. */
export function lastTest(log: ProgramLog, line: number): number | null {
  for (const at of failingPath(log, line)) {
    if (/ if [rw]\d|may_goto/.test(log.bare(at))) return at;
  }
  return null;
}

/** The last visit of an instruction on the way to `line`. */
export function lastVisit(log: ProgramLog, line: number, instruction: number): number | null {
  for (const at of failingPath(log, line)) {
    if (log.lines.instruction(at) === instruction) return at;
  }
  return null;
}

/** What the instruction at a log line calls; '' when it calls nothing. */
export function calleeAt(log: ProgramLog, line: number): string {
  const operation = operationOf(log.bare(line));
  return operation.kind === 'call' ? operation.callee : '';
}
