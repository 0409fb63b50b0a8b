import type { Finding } from '../../findings/finding';
import { libbpfFinding } from '../libbpf-messages';
import type { LogOptions } from '../log-options';
import { programFinding, type Summary } from '../program-finding';
import type { ProgramVerdict, Verdict } from '../verdict';
import { LineIndex } from './line-index';
import { bareLine } from './line-prefix';
import { ProgramLog } from './program-log';
import { commentFunction } from './source-place';
import { Statistics } from './statistics';
import { wrapperLine, type WrapperLine } from './wrapper-line';

/** The lines of one program in a log; `end` is behind the last one. */
export interface ProgramLines {
  readonly name: string | null;
  readonly first: number;
  readonly end: number;
}

interface Part {
  /** Where a wrapper says it. */
  readonly name: string | null;
  readonly first: number;
  readonly statistics: Statistics;
  /** Between the marks of a wrapper. */
  readonly wrapped: boolean;
  /** What stood before it and said why it was refused. */
  readonly summary: Summary | null;
}

interface ReadPart {
  readonly name: string | null;
  readonly log: ProgramLog;
  readonly summary: Summary | null;
}

/** Cuts an indexed log into programs by the marks in it, and judges each. */
export class LogReading {
  readonly #lines: LineIndex;
  readonly #options: LogOptions;
  readonly #findings: Finding[] = [];
  /** By name, in the order the object has them. */
  readonly #programs = new Map<string, ProgramVerdict>();
  /** Why libbpf says a program was refused, until its log is there; '' is the key of no name. */
  readonly #refusals = new Map<string, string>();
  /** The first program that calls a kernel function, by its name. */
  readonly #callers = new Map<string, string>();
  /** What libbpf said: it says some things twice, in the same words or in others. */
  readonly #said = new Set<string>();
  readonly #parts: ProgramLines[] = [];
  #part = newPart(null, 0, false);
  /** The last program that seemed to pass. */
  #passed: ReadPart | null = null;

  constructor(lines: LineIndex, options: LogOptions) {
    this.#lines = lines;
    this.#options = options;
    for (const mark of lines.marks) this.#mark(mark);
    this.#finish(lines.lineCount, !this.#part.wrapped);
    for (const [name, reason] of this.#refusals) this.#refusedWithoutLog(name, reason);
  }

  get verdict(): Verdict {
    return { findings: this.#findings, programs: [...this.#programs.values()] };
  }

  /** Where each program's log stands, in order. */
  get programs(): readonly ProgramLines[] {
    return this.#parts;
  }

  #mark(at: number): void {
    const raw = this.#lines.text(at);
    const line = bareLine(raw);
    const wrapper = wrapperLine(line);
    if (wrapper) {
      this.#wrapper(wrapper, at, raw, line);
      return;
    }
    this.#part.statistics.take(line);
    // A bare log ends with its statistics; what follows is the next program's.
    if (this.#part.statistics.instructions !== null && !this.#part.wrapped)
      this.#begin(null, at + 1, false);
  }

  #wrapper(wrapper: WrapperLine, at: number, raw: string, line: string): void {
    switch (wrapper.kind) {
      case 'begin':
        this.#finish(at, true);
        this.#part = newPart(wrapper.program, at + 1, true);
        return;
      case 'end':
        this.#finish(at, true);
        this.#part = newPart(null, at + 1, false);
        return;
      case 'found':
        this.#programs.set(wrapper.program, unchecked(wrapper.program));
        return;
      case 'extern':
        if (!this.#callers.has(wrapper.name)) this.#callers.set(wrapper.name, wrapper.program);
        return;
      case 'refused':
        this.#refusals.set(wrapper.program ?? '', wrapper.reason);
        return;
      case 'summary':
        this.#summary(wrapper, at);
        return;
      case 'failed':
        this.#failed(wrapper.program, wrapper.reason);
        return;
      case 'said': {
        const said = libbpfFinding(raw, line, (name) => this.#callers.get(name) ?? null);
        if (said) this.#addOnce(said);
      }
    }
  }

  #addOnce(said: Finding): void {
    const { code, program, message } = said;
    const isOfProgram = program !== null && code !== 'verifier/missing-kfunc';
    const key = `${code} ${isOfProgram ? program : message}`;
    if (!this.#said.has(key)) this.#findings.push(said);
    this.#said.add(key);
  }

  /** Some say it twice: with the last lines of the log, and before the log itself. */
  #summary({ program, reason, said }: Extract<WrapperLine, { kind: 'summary' }>, at: number): void {
    const { name, summary } = this.#part;
    const isRepeated = summary !== null && said.length === 0 && this.#isEmpty(at);
    if (!isRepeated) this.#finish(at, true);
    this.#part = newPart(
      program ?? (isRepeated ? name : null),
      at + 1,
      false,
      isRepeated ? summary : { line: at, reason, said },
    );
  }

  #isEmpty(end: number): boolean {
    const { first, statistics } = this.#part;
    return new ProgramLog(this.#lines, first, end, statistics).isEmpty;
  }

  /** The line after a log; where the line before was lost it is the only word of a failure. */
  #failed(name: string, reason: string): void {
    if (this.#refusals.has(name) || this.#programs.get(name)?.verdict === 'failed') return;
    if (this.#passed?.name === name) {
      const part = this.#passed;
      this.#passed = null;
      this.#judge(part, reason, true);
    } else this.#refusals.set(name, reason);
  }

  #begin(name: string | null, first: number, wrapped: boolean): void {
    this.#finish(first, true);
    this.#part = newPart(name, first, wrapped);
  }

  #finish(end: number, complete: boolean): void {
    const { name, first, wrapped, statistics, summary } = this.#part;
    const log = new ProgramLog(this.#lines, first, end, statistics);
    if (log.isEmpty && !wrapped && !summary) return;
    const key = name ?? '';
    const reason = wrapped ? (this.#refusals.get(key) ?? null) : (summary?.reason ?? null);
    if (reason !== null) this.#refusals.delete(key);
    this.#judge({ name, log, summary }, reason, complete);
  }

  #judge(part: ReadPart, loadError: string | null, complete: boolean): void {
    const { log } = part;
    const name = part.name ?? commentFunction(log.firstComment);
    const { summary } = part;
    const found = programFinding(log, { name, loadError, complete, summary, ...this.#options });
    if (part !== this.#passed) this.#parts.push({ name, first: log.first, end: log.end });
    if (found) this.#findings.push(found);
    if (found?.severity !== 'error' && !log.isComplete) return;
    if (!found) this.#passed = part;
    const key = name ?? `program ${this.#programs.size + 1}`;
    this.#programs.set(key, {
      name: key,
      verdict: found ? 'failed' : 'passed',
      instructions: log.statistics.instructions,
      stackBytes: log.statistics.stackBytes,
      verificationMicros: log.statistics.micros,
    });
  }

  #refusedWithoutLog(name: string, loadError: string): void {
    if (name !== '') this.#programs.set(name, { ...unchecked(name), verdict: 'failed' });
    // What libbpf said before explains it better than the error number.
    if (this.#findings.some(({ program }) => program === null || program === name)) return;
    const log = new ProgramLog(new LineIndex(), 0, 0, new Statistics());
    const context = { name, loadError, complete: true, summary: null, ...this.#options };
    const found = programFinding(log, context);
    if (found) this.#findings.push({ ...found, raw: [`prog '${name}': ${loadError}`] });
  }
}

const newPart = (
  name: string | null,
  first: number,
  wrapped: boolean,
  summary: Summary | null = null,
): Part => ({ name, first, statistics: new Statistics(), wrapped, summary });

function unchecked(name: string): ProgramVerdict {
  return {
    name,
    verdict: 'unchecked',
    instructions: null,
    stackBytes: null,
    verificationMicros: null,
  };
}
