/** One line that a BPF program printed with bpf_printk(), or bpf_trace_printk(). */
export interface PrintedLine {
  readonly kind: 'printed';
  /** Microseconds since the target booted, by the trace clock `local`, which the kernel log has too. */
  readonly timeMicros: number;
  /** Name and id of the task that ran on the CPU then; the program need not be about it. */
  readonly comm: string;
  readonly pid: number;
  readonly cpu: number;
  readonly text: string;
}

export type TraceLine =
  | PrintedLine
  /** Another line of the text before: it was printed with line ends in it. */
  | { readonly kind: 'more'; readonly text: string }
  /** The buffer of a CPU was full: that many lines are missing before the next one. */
  | { readonly kind: 'lost'; readonly count: number };

/**
 * `  comm-123   [001] d..21   12.345678: bpf_trace_printk: text`, with a thread group `(  120)` where the
 * option record-tgid is on, and without flags where irq-info is off (kernel/trace/trace_output.c, 6.12 to
 * 7.3). A comm may hold blanks and dashes.
 */
const PRINTED =
  /^ *(.+)-(\d+) +(?:\( *[\d-]+\) +)?\[(\d+)\] +(?:[^\s:]+ +)?(\d+)\.(\d{6}): bpf_trace_printk: ?(.*)$/;
const LOST = /^CPU:\d+ \[LOST (\d+) EVENTS\]$/;

/** null for an empty line and for other trace events. */
export function parseTraceLine(line: string): TraceLine | null {
  const [, comm, pid, cpu, seconds, micros, text] = PRINTED.exec(line) ?? [];
  if (comm !== undefined && text !== undefined) {
    return {
      kind: 'printed',
      timeMicros: Number(seconds) * 1e6 + Number(micros),
      comm,
      pid: Number(pid),
      cpu: Number(cpu),
      text,
    };
  }
  const lost = LOST.exec(line)?.[1];
  if (lost !== undefined) return { kind: 'lost', count: Number(lost) };
  if (line.trim() === '' || OTHER_EVENT.test(line)) return null;
  return { kind: 'more', text: line };
}

/** Any other event's line, and the head of /sys/kernel/tracing/trace. */
const OTHER_EVENT = /^#|\[\d{3,}\] +(?:[^\s:]+ +)?\d+\.\d{6}: \w+: /;
