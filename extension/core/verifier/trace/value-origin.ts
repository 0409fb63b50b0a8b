import type { ProgramLog } from '../log/program-log';
import { failingPath } from './failing-path';
import { operationOf, type Operation, type Place } from './operation';
import { isNumberAfter } from './register-type';

/** Where a value was made. */
export interface Origin {
  /** The log line with the instruction that made it. */
  readonly line: number;
  readonly operation: Operation;
  /** Log lines of the comparisons that the value went through since, the last one first. */
  readonly tests: readonly number[];
  /** Log lines where another value was added to it, the last one first. */
  readonly moves: readonly number[];
}

/** Of an address with a number added to it: where the number came from, or where the address did. */
export type ValuePart = 'whole' | 'index';

const CALLEE_SAVED = 6;

/**
 * Follows what a register holds at an instruction back along the failing path: through copies, the
 * stack, sums and calls of functions of the program, up to the call, load or constant it came from.
 * null when it comes from before the path: an argument, or lines that were cut off.
 */
export function originOf(
  log: ProgramLog,
  line: number,
  register: number,
  part: ValuePart = 'whole',
): Origin | null {
  const search = new Search(log, { kind: 'register', number: register }, part);
  let next = log.lines.instruction(line);
  for (const at of failingPath(log, line - 1)) {
    const text = log.bare(at);
    const instruction = log.lines.instruction(at);
    const operation = operationOf(text);
    const step = search.step(operation, at, next !== instruction + 1);
    next = instruction;
    const { tests, moves } = search;
    if (step === 'found') return { line: at, operation, tests, moves };
    if (step === 'lost') return null;
  }
  return null;
}

class Search {
  readonly tests: number[] = [];
  readonly moves: number[] = [];
  readonly #log: ProgramLog;
  #place: Place;
  /** Calls that the place is in, against where the search began. */
  #frame = 0;
  /** Calls that the instruction is in. */
  #depth = 0;
  #wantsNumber: boolean;

  constructor(log: ProgramLog, place: Place, part: ValuePart) {
    this.#log = log;
    this.#place = place;
    this.#wantsNumber = part === 'index';
  }

  /** One instruction further back; `isJump` when another than the one behind it came next. */
  step(operation: Operation, line: number, isJump: boolean): 'on' | 'found' | 'lost' {
    if (operation.kind === 'exit') return this.#intoCallee();
    if (operation.kind === 'call') return this.#call(operation.callee, isJump);
    if (this.#depth !== this.#frame) return 'on';
    if (operation.kind === 'test') {
      if (this.#holds(operation.left) || this.#holds(operation.right)) this.tests.push(line);
      return 'on';
    }
    if (operation.kind === 'spill') return this.#spill(operation);
    if (operation.kind === 'other' || !this.#holds(operation.to)) return 'on';
    if (operation.kind === 'copy') {
      this.#place = operation.from;
      return 'on';
    }
    if (operation.kind !== 'compute') return 'found';
    this.#compute(operation, line);
    return 'on';
  }

  /** A pointer moved by an unknown number is as good or bad as that number. */
  #compute({ to, from }: Extract<Operation, { kind: 'compute' }>, line: number): void {
    if (from === null) return;
    this.moves.push(line);
    if (!this.#wantsNumber || !isNumberAfter(this.#log, line, from)) return;
    if (isNumberAfter(this.#log, line, to)) return;
    this.#place = { kind: 'register', number: from };
    this.#wantsNumber = false;
  }

  #holds(register: number | null): boolean {
    return this.#place.kind === 'register' && this.#place.number === register;
  }

  #spill({ slot, from }: Extract<Operation, { kind: 'spill' }>): 'on' | 'found' {
    if (this.#place.kind !== 'slot' || this.#place.offset !== slot) return 'on';
    if (from === null) return 'found';
    this.#place = { kind: 'register', number: from };
    return 'on';
  }

  /** Backwards, a function is entered by its exit; its result is the caller's R0. */
  #intoCallee(): 'on' {
    if (this.#frame === this.#depth && this.#holds(0)) this.#frame += 1;
    this.#depth += 1;
    return 'on';
  }

  /** Global functions and those of the kernel are not entered: the path goes on behind the call. */
  #call(callee: string, isEntered: boolean): 'on' | 'found' | 'lost' {
    const isInCallee = this.#frame === this.#depth;
    if (isEntered) {
      this.#depth -= 1;
      if (isInCallee) return this.#outOfCallee(callee);
    }
    if (this.#frame !== this.#depth || this.#place.kind === 'slot') return 'on';
    if (this.#place.number === 0) return 'found';
    return this.#place.number < CALLEE_SAVED ? 'lost' : 'on';
  }

  /** Only arguments come from the caller; those of a callback come from the kernel. */
  #outOfCallee(callee: string): 'on' | 'lost' {
    if (!callee.startsWith('pc')) return 'lost';
    if (this.#place.kind === 'slot' || this.#place.number === 0) return 'lost';
    if (this.#place.number >= CALLEE_SAVED) return 'lost';
    this.#frame = this.#depth;
    return 'on';
  }
}
