import type { Finding } from '../findings/finding';
import { libbpfFinding } from './libbpf-messages';
import { bareLine } from './line-prefix';
import { createLineSplitter } from './log-lines';
import { programFinding } from './program-finding';
import { ProgramLog } from './program-log';
import type { ProgramVerdict, Verdict } from './verdict';

export interface LogOptions {
  /**
   * The file that was compiled, for a base name as the kernel prints it; null leaves the name as it is.
   */
  readonly resolveFile?: (baseName: string) => string | null;
}

export interface LogReader {
  /** Text as it arrives; chunks may end anywhere. */
  push(chunk: string): void;
  end(): Verdict;
}

/**
 * Explains a log of libbpf, bpftool or veristat, or a bare one of the verifier: one primary finding
 * for each program that failed, and what never reached the verifier. Never throws; time is linear in
 * the log, memory is bounded by what a few hundred lines need a program.
 */
export function explainLog(text: string, options: LogOptions = {}): Verdict {
  const reader = createLogReader(options);
  reader.push(text);
  return reader.end();
}

export function createLogReader(options: LogOptions = {}): LogReader {
  const reading = new Reading(options.resolveFile ?? (() => null));
  const lines = createLineSplitter((line) => {
    reading.take(line);
  });
  return {
    push(chunk) {
      lines.push(chunk);
    },
    end() {
      lines.end();
      return reading.verdict();
    },
  };
}

/** Other lines of libbpf that say something of a program by name. */
const FOUND = /^libbpf: sec '([^']*)': found program '([^']*)'/;
const FAILED = /^libbpf: prog '([^']*)': (?:BPF program load failed: (.*)|failed to load: (.*))$/;
const BEGIN = /^(?:libbpf: )?(?:prog '([^']*)': )?-- BEGIN (?:PROG LOAD|DUMP) LOG --/;
const END = /^(?:libbpf: )?-- END (?:PROG LOAD|DUMP|PROG LOAD LOG) ?(?:LOG)? ?--/;
const VERISTAT = /^PROCESSING (\S+?)\/(\S+?), .*VERDICT: (\w+)/;

interface Part {
  readonly name: string | null;
  readonly log: ProgramLog;
  /** Between marks of libbpf. */
  readonly wrapped: boolean;
}

class Reading {
  readonly #findings: Finding[] = [];
  /** By name, in the order the object has them. */
  readonly #programs = new Map<string, ProgramVerdict>();
  readonly #loadErrors = new Map<string, string>();
  readonly #resolveFile: (baseName: string) => string | null;
  #part: Part = { name: null, log: new ProgramLog(), wrapped: false };

  constructor(resolveFile: (baseName: string) => string | null) {
    this.#resolveFile = resolveFile;
  }

  take(raw: string): void {
    const line = bareLine(raw);
    const first = line.charCodeAt(0);
    // "l", "-", "E", "P": the first letters of all lines that are not the verifier's own.
    if (first === 0x6c || first === 0x2d || first === 0x45 || first === 0x50) {
      if (this.#wrapper(raw, line)) return;
    }
    if (this.#part.log.isComplete && !this.#part.wrapped && line !== '') this.#begin(null, false);
    this.#part.log.take(raw, line);
  }

  verdict(): Verdict {
    this.#finish(!this.#part.wrapped);
    for (const [name, error] of this.#loadErrors) this.#failedWithoutLog(name, error);
    return { findings: this.#findings, programs: [...this.#programs.values()] };
  }

  /** True when the line is not a part of a program's log. */
  #wrapper(raw: string, line: string): boolean {
    const [begins, name] = BEGIN.exec(line) ?? [];
    if (begins !== undefined) {
      this.#begin(name ?? null, true);
      return true;
    }
    if (END.test(line)) {
      this.#begin(null, false);
      return true;
    }
    const [veristat, , program] = VERISTAT.exec(line) ?? [];
    if (veristat !== undefined) {
      this.#begin(program ?? null, false);
      return true;
    }
    if (!line.startsWith('libbpf: ') && !line.startsWith('Error: ')) return false;
    this.#libbpf(raw, line);
    return true;
  }

  #libbpf(raw: string, line: string): void {
    const [, section, found] = FOUND.exec(line) ?? [];
    if (found !== undefined) {
      if (section !== '.text') this.#programs.set(found, unchecked(found));
      return;
    }
    const [, failed, why, code] = FAILED.exec(line) ?? [];
    if (failed !== undefined) {
      if (why !== undefined || !this.#isKnown(failed))
        this.#loadErrors.set(failed, why ?? code ?? '');
      return;
    }
    const said = libbpfFinding(raw, line);
    if (said) this.#findings.push(said);
  }

  #isKnown(name: string): boolean {
    return this.#loadErrors.has(name) || this.#programs.get(name)?.verdict === 'failed';
  }

  #begin(name: string | null, wrapped: boolean): void {
    this.#finish(true);
    this.#part = { name, log: new ProgramLog(), wrapped };
  }

  #finish(complete: boolean): void {
    const { name: said, log, wrapped } = this.#part;
    if (log.isEmpty && said === null) return;
    const name = said ?? functionName(log.firstComment);
    const loadError = said === null ? null : (this.#loadErrors.get(said) ?? null);
    if (said !== null) this.#loadErrors.delete(said);
    // libbpf says that a load failed before it prints the log: without it the program passed.
    const found =
      wrapped && said !== null && loadError === null
        ? null
        : programFinding(log, { name, loadError, complete, resolveFile: this.#resolveFile });
    if (found) this.#findings.push(found);
    if (!found && !log.isComplete) return;
    const key = name ?? `program ${this.#programs.size + 1}`;
    this.#programs.set(key, {
      name: key,
      verdict: found ? 'failed' : 'passed',
      instructions: log.instructions,
      stackBytes: log.stackBytes,
      verificationMicros: log.micros,
    });
  }

  /** libbpf without -d prints no log for what fails before the verifier has one. */
  #failedWithoutLog(name: string, loadError: string): void {
    this.#programs.set(name, { ...unchecked(name), verdict: 'failed' });
    const explained = this.#findings.some(
      ({ program, code }) => program === name || code === 'verifier/missing-kfunc',
    );
    if (explained) return;
    const log = new ProgramLog();
    const context = { name, loadError, complete: true, resolveFile: this.#resolveFile };
    const found = programFinding(log, context);
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

/** `int BPF_STRUCT_OPS(minimal_init)`, `BPF_PROG(f, …)`, `int f(void *ctx)`: the head of a function. */
function functionName(comment: string | null): string | null {
  if (comment === null) return null;
  const macro = /\b(?:BPF_STRUCT_OPS(?:_SLEEPABLE)?|BPF_PROG2?|BPF_KPROBE)\((\w+)/.exec(comment);
  return macro?.[1] ?? /^(?:[\w*]+\s+)+\**(\w+)\(/.exec(comment)?.[1] ?? null;
}
