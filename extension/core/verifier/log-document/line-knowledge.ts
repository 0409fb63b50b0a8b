import type { LogIndex } from '../log/log-index';
import { commentText } from '../log/source-place';
import { registerState, type RegisterState } from '../register-state';
import { isOfCaller, stateInWords } from '../register-words';
import { operationOf } from '../trace/operation';
import { pathTo } from './failing-visits';
import type { LogError } from './log-errors';
import { readsOf, writesOf } from './operands';
import { PathWalk, statementsOf, type Statement } from './path-walk';
import { slotName, type PathState } from './path-state';

/** What the verifier knew at a line of the source. */
export interface LineKnowledge {
  readonly program: string | null;
  /** How often it came by, all paths together. */
  readonly visits: number;
  /** The visit that is told of lies on the way to this error; null where the program has none. */
  readonly error: LogError | null;
  /** The log line of its comment. */
  readonly logLine: number;
  /** What the line works on, before it. */
  readonly before: readonly KnownValue[];
  /** What it assigns, after it. */
  readonly after: readonly KnownValue[];
}

export interface KnownValue {
  /** The variable of the source; null where it is not certain which one it is. */
  readonly variable: string | null;
  readonly state: RegisterState;
  readonly words: string;
}

/** Instructions before the line that are looked at; a longer path is a loop. */
const LONGEST_WALK = 1_000;

/**
 * Tells of the last visit on the way to an error, else of the last one. `comments` are the log lines
 * that quote the line, `text` is what stands there now: null when the log speaks of another text.
 */
export function lineKnowledge(
  index: LogIndex,
  errors: readonly LogError[],
  comments: readonly number[],
  text: string,
): LineKnowledge | null {
  const quoted = comments.filter((line) => sameCode(commentText(index.bare(line)), text));
  const visit = failingVisit(index, errors, quoted) ?? lastVisit(index, quoted);
  if (!visit) return null;
  const { error, path } = visit;
  const statements = statementsOf(index, path);
  const here = statements.at(-1);
  if (!here) return null;
  const walk = new PathWalk(index);
  for (const statement of statements.slice(0, -1)) {
    walk.arrive(statement);
    walk.pass(statement);
  }
  walk.arrive(here);
  const before = valuesOf(walk.state, readBy(index, here), here.text);
  walk.pass(here);
  const after = assigned(walk.state, here, index);
  const program = index.programs[index.program(here.comment)]?.name ?? null;
  return { program, visits: quoted.length, error, logLine: here.comment, before, after };
}

/** The kernel quotes a line without the blanks around it; loggers may do away with more of them. */
function sameCode(quoted: string, text: string): boolean {
  return quoted === text.trim() || withoutBlanks(quoted) === withoutBlanks(text);
}

const withoutBlanks = (text: string) => text.replaceAll(/\s+/g, '');

interface Visit {
  readonly error: LogError | null;
  /** The instructions up to the last one of the visit, in order. */
  readonly path: readonly number[];
}

function failingVisit(
  index: LogIndex,
  errors: readonly LogError[],
  comments: readonly number[],
): Visit | null {
  const wanted = new Set(comments);
  for (const error of errors) {
    if (error.instructionLine < 0) continue;
    for (const line of pathTo(index, error.instructionLine))
      if (wanted.has(index.source(line))) return { error, path: walkTo(index, line) };
  }
  return null;
}

function lastVisit(index: LogIndex, comments: readonly number[]): Visit | null {
  const comment = comments.at(-1);
  if (comment === undefined) return null;
  let last = -1;
  for (let line = comment + 1; index.source(line) === comment; line++) {
    if (index.kind(line) === 'instruction') last = line;
    if (line + 1 >= index.lineCount || isElsewhere(index, line)) break;
  }
  return last < 0 ? null : { error: null, path: walkTo(index, last) };
}

const isElsewhere = (index: LogIndex, line: number) =>
  index.kind(line) === 'wrapper' ||
  (index.kind(line) === 'trace' && index.bare(line).startsWith('from '));

function walkTo(index: LogIndex, line: number): readonly number[] {
  const path: number[] = [];
  for (const at of pathTo(index, line)) {
    path.push(at);
    if (path.length === LONGEST_WALK) break;
  }
  return path.reverse();
}

/** Registers and slots that a statement reads before it writes them. */
function readBy(index: LogIndex, { lines }: Statement): readonly string[] {
  const read = new Set<string>();
  const written = new Set<string>();
  for (const line of lines) {
    const shown = index.bare(line);
    const operation = operationOf(shown);
    for (const name of readsOf(operation, shown)) if (!written.has(name)) read.add(name);
    for (const name of writesOf(operation)) written.add(name);
  }
  return [...read];
}

function valuesOf(
  known: PathState,
  places: readonly string[],
  text: string,
): readonly KnownValue[] {
  const found = new Map<string, KnownValue>();
  // What a register holds is known better than the bytes of a slot: they come first.
  for (const place of [...places].sort((a, b) => Number(isSlot(a)) - Number(isSlot(b)))) {
    const word = known.frame.states.get(place);
    if (!word) continue;
    const state = registerState(word);
    const variable = variableIn(known, state, text);
    const key = variable ?? place;
    if (found.has(key)) continue;
    found.set(key, { variable, state, words: stateInWords(state, known.references) });
  }
  return [...found.values()];
}

/**
 * The variable that a place holds, or `&name` for its address. Two variables of one name may be in
 * functions that were made one: the line must speak of it.
 */
function variableIn({ frame }: PathState, state: RegisterState, text: string): string | null {
  const held = frame.variables.get(state.name);
  if (held !== undefined) return mentions(text, held) ? held : null;
  if (state.type !== 'fp' || state.value === null || isOfCaller(state)) return null;
  const addressed = frame.variables.get(slotName(Number(state.value)));
  return addressed !== undefined && text.includes(`&${addressed}`) ? `&${addressed}` : null;
}

const isSlot = (place: string) => place.startsWith('fp');

function assigned(known: PathState, { text, lines }: Statement, index: LogIndex) {
  const shown = lines.map((line) => index.bare(line));
  const written = new Set(shown.flatMap((line) => writesOf(operationOf(line))));
  return valuesOf(known, [...written], text).filter(({ variable }) => variable !== null);
}

/** Members and names of structs are no variables. */
const mentions = (text: string, name: string) =>
  new RegExp(String.raw`(?<!->\s*|\.\s*|\b(?:struct|union|enum)\s+)\b${name}\b`).test(text);
