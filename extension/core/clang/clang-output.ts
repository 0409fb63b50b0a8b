import { finding, type Finding, type RelatedPlace, type Severity } from '../findings/finding';
import { plainLine } from '../findings/terminal-text';
import { adviceFor } from './advice';

/**
 * Reads what clang writes to stderr: diagnostics with their place, those of the driver and of the BPF
 * backend without one, and the notes that belong to them. Every line is in some finding's `raw`,
 * except closing counts ("2 errors generated.") and what stands before the first diagnostic without
 * leading to it. Never throws; files are named as clang names them.
 */
export function parseClang(stderr: string): Finding[] {
  const reading = new Reading();
  for (const line of stderr.split('\n')) reading.take(line);
  return reading.findings();
}

interface Diagnostic {
  severity: Severity;
  message: string;
  place: Place;
  related: RelatedPlace[];
  raw: string[];
}

interface Place {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

const NOWHERE: Place = { file: null, line: null, column: null };
const PLACED = /^(.+?):(\d+):(?:(\d+):)? (fatal error|error|warning|note|remark): (.*)$/;
const UNPLACED = /^(?:\S*clang\S*: )?(fatal error|error|warning|note|remark): (.*)$/;
/** clang 14 and 16 put the place of a BPF backend error into its text. */
const BACKEND = /^(.+?):(\d+):(\d+): (?:in function \S+ .*?: )?(.*)$/;
const INCLUDED =
  /^(?:In file included from|In module .* imported from) (.+?):(\d+)(?::(\d+))?[:,]$/;
/** A note of the BPF backend that repeats the place it could not find. */
const NO_HELP = 'could not determine the original source location';
const COUNT = /^\d+ (?:errors?|warnings?)(?: and \d+ errors?)? generated\.$/;

class Reading {
  readonly #diagnostics: Diagnostic[] = [];
  /** The "In file included from" lines on the way to the next diagnostic. */
  #included: string[] = [];

  take(raw: string): void {
    const line = plainLine(raw);
    if (INCLUDED.test(line)) {
      this.#included.push(raw);
      return;
    }
    const start = diagnosticOf(line);
    if (start) this.#begin(start, raw);
    else if (!COUNT.test(line)) this.#diagnostics.at(-1)?.raw.push(raw);
  }

  findings(): Finding[] {
    return this.#diagnostics.map(findingOf);
  }

  #begin(start: Omit<Diagnostic, 'related' | 'raw'>, raw: string): void {
    const included = this.#included;
    this.#included = [];
    const owner = this.#diagnostics.at(-1);
    if (start.severity === 'note' && owner) {
      if (!start.message.startsWith(NO_HELP))
        owner.related.push({ ...start.place, message: start.message });
      owner.raw.push(...included, raw);
      return;
    }
    const related = included.map((line) => includedFrom(plainLine(line)));
    this.#diagnostics.push({ ...start, related, raw: [...included, raw] });
  }
}

function diagnosticOf(line: string): Omit<Diagnostic, 'related' | 'raw'> | null {
  const placed = PLACED.exec(line);
  if (placed) {
    const [, file, at, column, word, message = ''] = placed;
    return { severity: severityOf(word), message, place: placeOf(file, at, column) };
  }
  const [, word, text] = UNPLACED.exec(line) ?? [];
  if (text === undefined) return null;
  const [, file, at, column, message] = BACKEND.exec(text) ?? [];
  return message === undefined
    ? { severity: severityOf(word), message: text, place: NOWHERE }
    : { severity: severityOf(word), message, place: placeOf(file, at, column) };
}

/** "<unknown>", "<built-in>", "<scratch space>": nothing an editor could open. Line 0 is no line. */
function placeOf(file = '', line = '', column = ''): Place {
  if (/^<.*>$/.test(file)) return NOWHERE;
  return { file, line: Number(line) || null, column: Number(column) || null };
}

function severityOf(word: string | undefined): Severity {
  if (word === 'warning') return 'warning';
  return word === 'note' || word === 'remark' ? 'note' : 'error';
}

function includedFrom(line: string): RelatedPlace {
  const [, file, at, column] = INCLUDED.exec(line) ?? [];
  return { ...placeOf(file, at, column), message: 'included from here' };
}

function findingOf(diagnostic: Diagnostic): Finding {
  const { severity, message, place, related, raw } = diagnostic;
  while (raw.length > 1 && raw.at(-1)?.trim() === '') raw.pop();
  return finding({
    code: `clang/${severity}`,
    severity,
    message,
    ...place,
    related,
    ...adviceFor(message),
    raw,
  });
}
