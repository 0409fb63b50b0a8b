import type { Finding } from '../findings/finding';
import { libbpfFinding } from './libbpf-messages';
import { bareLine } from './line-prefix';
import { programFinding } from './program-finding';
import { ProgramLog } from './program-log';
import { commentFunction } from './source-place';
import type { ProgramVerdict, Verdict } from './verdict';
import { wrapperLine, type WrapperLine } from './wrapper-line';

interface Part {
  /** Where a wrapper says it. */
  readonly name: string | null;
  readonly log: ProgramLog;
  /** Between the marks of a wrapper. */
  readonly wrapped: boolean;
}

const emptyPart = (name: string | null, wrapped: boolean): Part => ({
  name,
  log: new ProgramLog(),
  wrapped,
});

/** Cuts a log into programs, line by line, and judges each. */
export class LogReading {
  readonly #resolveFile: (baseName: string) => string | null;
  readonly #findings: Finding[] = [];
  /** By name, in the order the object has them. */
  readonly #programs = new Map<string, ProgramVerdict>();
  /** Why libbpf says a program was refused, until its log is there; '' is the key of no name. */
  readonly #refusals = new Map<string, string>();
  /** The first program that calls a kernel function, by its name. */
  readonly #callers = new Map<string, string>();
  #part = emptyPart(null, false);
  /** The last program that seemed to pass. */
  #passed: Part | null = null;

  constructor(resolveFile: (baseName: string) => string | null) {
    this.#resolveFile = resolveFile;
  }

  take(raw: string): void {
    const line = bareLine(raw);
    const wrapper = wrapperLine(line);
    if (wrapper) {
      this.#wrapper(wrapper, raw, line);
      return;
    }
    // A bare log ends with its statistics; what follows is the next program's.
    if (this.#part.log.isComplete && !this.#part.wrapped && line !== '') this.#begin(null, false);
    this.#part.log.take(raw, line);
  }

  verdict(): Verdict {
    this.#finish(!this.#part.wrapped);
    for (const [name, reason] of this.#refusals) this.#refusedWithoutLog(name, reason);
    return { findings: this.#findings, programs: [...this.#programs.values()] };
  }

  #wrapper(wrapper: WrapperLine, raw: string, line: string): void {
    switch (wrapper.kind) {
      case 'begin':
        this.#begin(wrapper.program, true);
        return;
      case 'end':
        this.#begin(null, false);
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
      case 'failed':
        this.#failed(wrapper.program, wrapper.reason);
        return;
      case 'said': {
        const said = libbpfFinding(raw, line, (name) => this.#callers.get(name) ?? null);
        if (said) this.#findings.push(said);
      }
    }
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

  #begin(name: string | null, wrapped: boolean): void {
    this.#finish(true);
    this.#part = emptyPart(name, wrapped);
  }

  #finish(complete: boolean): void {
    const part = this.#part;
    if (part.log.isEmpty && !part.wrapped) return;
    const key = part.name ?? '';
    const reason = part.wrapped ? (this.#refusals.get(key) ?? null) : null;
    if (reason !== null) this.#refusals.delete(key);
    this.#judge(part, reason, complete);
  }

  #judge(part: Part, loadError: string | null, complete: boolean): void {
    const { log } = part;
    const name = part.name ?? commentFunction(log.firstComment);
    const context = { name, loadError, complete, resolveFile: this.#resolveFile };
    const found = programFinding(log, context);
    if (found) this.#findings.push(found);
    else if (!log.isComplete) return;
    else this.#passed = part;
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
    const context = { name, loadError, complete: true, resolveFile: this.#resolveFile };
    const found = programFinding(new ProgramLog(), context);
    if (found) this.#findings.push({ ...found, raw: [`prog '${name}': ${loadError}`] });
  }
}

function unchecked(name: string): ProgramVerdict {
  return {
    name,
    verdict: 'unchecked',
    instructions: null,
    stackBytes: null,
    verificationMicros: null,
  };
}
