import { operationOf, type Operation, type Place } from '../trace/operation';
import { assignedName } from '../trace/source-name';

/** A variable of the source gets its value by one of the instructions of its statement. */
export interface Assignment {
  readonly variable: string;
  readonly place: Place;
  /** Which of the instructions, from 0. */
  readonly at: number;
}

/**
 * Finds where a statement's value is made. `lines` are the instructions of the statement as the log
 * shows them, in order. null where they leave a doubt.
 */
export function assignmentOf(text: string, lines: readonly string[]): Assignment | null {
  const variable = assignedVariable(text);
  if (variable === null) return null;
  const made = madeBy(variable, text, lines);
  return made && { variable, ...made };
}

/** The variable that a statement changes; null for members, elements and what is behind pointers. */
export function assignedVariable(text: string): string | null {
  const name = assignedName(text);
  if (name === null || !/^[A-Za-z_]\w*$/.test(name)) return null;
  return new RegExp(String.raw`^\s*\*\s*${name}\b`).test(text) ? null : name;
}

type Made = Pick<Assignment, 'place' | 'at'>;

const CALL = /=\s*(?:\([^()]*\)\s*)?([A-Za-z_]\w*)\s*\(/;
const MEMBER = /=\s*(?:\([^()]*\)\s*)?\*?[A-Za-z_]\w*(?:(?:->|\.)\w+|\[[^\]]*\])+\s*;/;
const LITERAL = /=\s*-?(?:0x[\da-fA-F]+|\d+)[uUlL]*\s*;/;
const DEREFERENCE = /=\s*\*[A-Za-z_]\w*\s*;/;

function madeBy(variable: string, text: string, lines: readonly string[]): Made | null {
  const operations = lines.map(operationOf);
  if (CALL.test(text)) return onlyOf(operations, ({ kind }) => kind === 'call');
  if (MEMBER.test(text) || DEREFERENCE.test(text)) return lastLoad(operations);
  if (LITERAL.test(text)) return onlySpill(operations) ?? onlyWritten(operations);
  const operator = changedInPlace(variable, text);
  if (operator === null) return onlyWritten(operations);
  return onlyOf(
    operations,
    ({ kind }, at) => kind === 'compute' && lines[at]?.includes(` ${operator}= `) === true,
  );
}

function onlyOf(
  operations: readonly Operation[],
  isWanted: (operation: Operation, at: number) => boolean,
): Made | null {
  const found = operations.flatMap((operation, at) => (isWanted(operation, at) ? [at] : []));
  const [at] = found;
  const operation = at === undefined ? undefined : operations[at];
  if (!operation || at === undefined || found.length > 1) return null;
  return { place: inRegister('to' in operation ? operation.to : 0), at };
}

function lastLoad(operations: readonly Operation[]): Made | null {
  const at = operations.findLastIndex(({ kind }) => kind === 'load');
  const load = operations[at];
  return load?.kind === 'load' ? { place: inRegister(load.to), at } : null;
}

/** `i++`, `sum += x`: the operator; null for another assignment. */
function changedInPlace(variable: string, text: string): string | null {
  const behind = new RegExp(String.raw`\b${variable}\s*(?:(\+|-)\1|([-+*/%&|^]|<<|>>)=(?!=))`);
  const before = new RegExp(String.raw`(\+|-)\1\s*${variable}\b`);
  const [, step, operator] = behind.exec(text) ?? [];
  return step ?? operator ?? before.exec(text)?.[1] ?? null;
}

/** `u32 key = 0;`, of which the address is taken, stands in the stack. */
function onlySpill(operations: readonly Operation[]): Made | null {
  const spills = operations.flatMap((operation, at) =>
    operation.kind === 'spill' ? [{ slot: operation.slot, at }] : [],
  );
  const [spill] = spills;
  if (!spill || spills.length > 1) return null;
  return { place: { kind: 'slot', offset: spill.slot }, at: spill.at };
}

/** `x = 5`, `x = y`: all instructions are about one register. */
function onlyWritten(operations: readonly Operation[]): Made | null {
  if (operations.some(({ kind }) => kind === 'call')) return null;
  const writes = operations.flatMap((operation, at) =>
    'to' in operation ? [{ register: operation.to, at }] : [],
  );
  const registers = new Set(writes.map(({ register }) => register));
  const last = writes.at(-1);
  return last && registers.size === 1 ? { place: inRegister(last.register), at: last.at } : null;
}

const inRegister = (number: number): Place => ({ kind: 'register', number });
