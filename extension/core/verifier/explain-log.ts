import { createLineSplitter } from './log-lines';
import { LogReading } from './log-reading';
import type { Verdict } from './verdict';

export interface LogOptions {
  /** The file that was compiled, for a base name as the kernel prints it; null leaves that name. */
  readonly resolveFile?: (baseName: string) => string | null;
}

export interface LogReader {
  /** Text as it arrives; chunks may end anywhere. */
  push(chunk: string): void;
  end(): Verdict;
}

/**
 * Explains a log of libbpf, bpftool or veristat, or a bare one of the verifier: one primary finding
 * for each program that failed, and one for what never reached the verifier. Never throws. Time is
 * linear in the log; memory holds a few hundred lines of the program that is read.
 */
export function explainLog(text: string, options: LogOptions = {}): Verdict {
  const reader = createLogReader(options);
  reader.push(text);
  return reader.end();
}

export function createLogReader(options: LogOptions = {}): LogReader {
  const reading = new LogReading(options.resolveFile ?? (() => null));
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
