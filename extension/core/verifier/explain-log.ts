import type { LogOptions } from './log-options';
import { LineIndex } from './log/line-index';
import { LogReading } from './log/log-reading';
import type { Verdict } from './verdict';

export interface LogReader {
  /** Text as it arrives; chunks may end anywhere. */
  push(chunk: string): void;
  end(): Verdict;
}

/**
 * Explains a log of libbpf, bpftool or veristat, or a bare one of the verifier: one primary finding
 * for each program that failed, and one for what never reached the verifier. Never throws. One pass
 * over the text, which is held with some bytes a line.
 */
export function explainLog(text: string, options: LogOptions = {}): Verdict {
  const reader = createLogReader(options);
  reader.push(text);
  return reader.end();
}

export function createLogReader(options: LogOptions = {}): LogReader {
  const lines = new LineIndex('written');
  return {
    push(chunk) {
      lines.push(chunk);
    },
    end() {
      lines.end();
      return new LogReading(lines, options).verdict;
    },
  };
}
