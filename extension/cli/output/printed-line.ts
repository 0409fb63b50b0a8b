import { printedBy, type PrintFormat } from '../../core/bpf-output/print-formats';
import type { PrintedLine } from '../../core/bpf-output/trace-line';
import type { Style } from '../terminal/style';
import { printable } from '../terminal/terminal';

/** `[   12.345678] simple_enqueue: text`, and `comm-123 on CPU 1:` where the program is not known. */
export function printedText(
  line: PrintedLine,
  formats: readonly PrintFormat[],
  style: Style,
): string {
  const program = printedBy(line.text, formats)?.where ?? null;
  const task = `${printable(line.comm)}-${line.pid} on CPU ${line.cpu}`;
  const time = style.dim(`[${(line.timeMicros / 1e6).toFixed(6).padStart(12)}]`);
  const from = program === null ? style.dim(`${task}:`) : style.bold(`${program}:`);
  return `${time} ${from} ${printable(line.text)}`;
}

export function printedJson(line: PrintedLine, formats: readonly PrintFormat[]) {
  const { timeMicros, comm, pid, cpu, text } = line;
  const by = printedBy(text, formats);
  return {
    timeMicros,
    comm,
    pid,
    cpu,
    text,
    program: by?.where ?? null,
    file: by?.file ?? null,
    line: by?.line ?? null,
  };
}
