import type { LogIndex } from '../log/log-index';
import { commentText } from '../log/source-place';
import { operationOf, type Operation } from '../trace/operation';
import { parameterName } from '../trace/source-name';
import { assignedVariable, assignmentOf, type Assignment } from './assignment';
import { functionParameters } from './function-head';
import { PathState, placeName, registerName } from './path-state';

/** The instructions of one statement, one after the other on a path. */
export interface Statement {
  /** Of its comment; -1 where there is none. */
  readonly comment: number;
  /** The source text of the comment. */
  readonly text: string;
  /** Of its instructions, in order. */
  readonly lines: readonly number[];
}

/** A path as statements, in order. `path` holds lines with instructions, in order. */
export function statementsOf(index: LogIndex, path: readonly number[]): readonly Statement[] {
  const statements: { comment: number; text: string; lines: number[] }[] = [];
  for (const line of path) {
    const comment = index.source(line);
    const last = statements.at(-1);
    if (last?.comment === comment) last.lines.push(line);
    else {
      const text = comment < 0 ? '' : commentText(index.bare(comment));
      statements.push({ comment, text, lines: [line] });
    }
  }
  return statements;
}

/** Bytes of an argument of a struct_ops program in its context. */
const ARGUMENT_BYTES = 8;
const ARGUMENTS = [1, 2, 3, 4, 5];
/** Lines of states, marks and comments between two instructions. */
const MOST_BETWEEN = 200;

/** Goes along a path and keeps what the verifier knows, and which register holds which variable. */
export class PathWalk {
  readonly #index: LogIndex;
  readonly #state = new PathState();
  #last = -1;

  constructor(index: LogIndex) {
    this.#index = index;
  }

  get state(): PathState {
    return this.#state;
  }

  /** Up to the states that are printed before a statement's first instruction. */
  arrive({ lines }: Statement): void {
    const [first] = lines;
    if (first !== undefined) this.#learnBefore(first);
  }

  /** Through all instructions of a statement that it arrived at. */
  pass({ text, lines }: Statement): void {
    const shown = lines.map((line) => this.#index.bare(line));
    const assignment = assignmentOf(text, shown);
    for (const [at, line] of lines.entries()) {
      if (at > 0) this.#learnBefore(line);
      this.#step(line, shown[at] ?? '', text, assignment?.at === at ? assignment : null);
    }
    this.#forgetOld(text, assignment);
  }

  #step(line: number, shown: string, text: string, assignment: Assignment | null): void {
    const operation = operationOf(shown);
    const parameter = this.#parameterOf(operation, text);
    this.#state.step(operation);
    this.#last = line;
    const remark = shown.search(/\s;/);
    if (remark >= 0) this.#state.learn(shown.slice(remark + 2));
    if (operation.kind === 'exit') return;
    const { variables } = this.#state.frame;
    if (parameter) variables.set(registerName(parameter.register), parameter.variable);
    if (assignment) this.#assign(assignment);
  }

  /** Addresses in the stack are made for what follows: `&key` right behind `u32 key = 0;`. */
  #assign({ place, variable }: Assignment): void {
    const { states, variables } = this.#state.frame;
    const name = placeName(place);
    if (states.get(name)?.text.startsWith('fp') !== true) variables.set(name, variable);
  }

  /** The argument of a program that an instruction reads from its context. */
  #parameterOf(operation: Operation, text: string) {
    if (operation.kind !== 'load') return null;
    const base = this.#state.frame.states.get(registerName(operation.base));
    if (base?.text.startsWith('ctx') !== true) return null;
    const variable = parameterName(text, operation.offset / ARGUMENT_BYTES);
    return variable === null ? null : { register: operation.to, variable };
  }

  /** A variable that was assigned anew is no longer where it was. */
  #forgetOld(text: string, assignment: Assignment | null): void {
    const variable = assignedVariable(text);
    if (variable === null || assignment) return;
    const { variables } = this.#state.frame;
    for (const [place, held] of variables) if (held === variable) variables.delete(place);
  }

  /** What stands between the last instruction and this one, as far as it is of this path. */
  #learnBefore(line: number): void {
    const index = this.#index;
    let from = line - 1;
    const least = Math.max(this.#last + 1, line - MOST_BETWEEN, 0);
    while (from >= least && index.kind(from) !== 'instruction' && !isBranch(index, from)) from -= 1;
    for (let at = Math.max(from, least); at < line; at++) {
      if (index.kind(at) === 'trace') this.#learn(index.bare(at), at);
    }
  }

  #learn(text: string, line: number): void {
    if (text.startsWith('mark_precise') || text.startsWith('parent ')) return;
    if (text === 'callee:') {
      this.#state.enter();
      this.#nameParameters(line);
    } else if (text.startsWith('to caller at ')) this.#state.leave();
    else this.#state.learn(text);
  }

  #nameParameters(line: number): void {
    const index = this.#index;
    for (let at = line; at < line + ARGUMENTS.length; at++) {
      if (index.kind(at) !== 'source') continue;
      const names = functionParameters(commentText(index.bare(at)));
      for (const number of ARGUMENTS) {
        const name = names[number - 1];
        if (name !== undefined) this.#state.frame.variables.set(registerName(number), name);
      }
      return;
    }
  }
}

const isBranch = (index: LogIndex, line: number) =>
  index.kind(line) === 'trace' && index.bare(line).startsWith('from ');
