/** What a target has counted of one struct_ops program since counting began. */
export interface ProgramCount {
  /** The kernel's number of it; a scheduler that is loaded again has others. */
  readonly id: number;
  /** Eight bytes of its instructions' hash, in hexadecimal. */
  readonly tag: string;
  /**
   * Whole where the target's bpftool says it (5.18 and later, from BTF), else as the kernel has it: at most 15
   * characters (BPF_OBJ_NAME_LEN, include/uapi/linux/bpf.h, Linux 6.12).
   */
  readonly name: string;
  readonly calls: number;
  readonly nanoseconds: number;
}

/** One reading of remote/cost.sh. */
export interface CostReading {
  /** Since the target booted. */
  readonly timeMs: number;
  readonly programs: readonly ProgramCount[];
}

export type CostAnswer =
  | { readonly kind: 'reading'; readonly reading: CostReading }
  /** The kernel does not count, in its own words. */
  | { readonly kind: 'none'; readonly words: string };

export interface CostReader {
  /** A line of remote/cost.sh; null until something is complete. What it does not know is left out. */
  push(line: string): CostAnswer | null;
}

const PROGRAM = /^program (\d+) ([0-9a-f]{16}) (\d+) (\d+) (\S+)$/;

export function createCostReader(): CostReader {
  let timeMs: number | null = null;
  let programs: ProgramCount[] = [];
  return {
    push(line) {
      if (line.startsWith('none ')) return { kind: 'none', words: line.slice('none '.length) };
      const time = /^time (\d+(?:\.\d+)?)$/.exec(line)?.[1];
      if (time !== undefined) {
        timeMs = Math.round(Number(time) * 1000);
        programs = [];
      }
      const program = programOf(line);
      if (program !== null) programs.push(program);
      if (line !== 'end' || timeMs === null) return null;
      const reading = { timeMs, programs };
      timeMs = null;
      return { kind: 'reading', reading };
    },
  };
}

function programOf(line: string): ProgramCount | null {
  const [, id, tag, calls, nanoseconds, name] = PROGRAM.exec(line) ?? [];
  if (tag === undefined || name === undefined) return null;
  return { id: Number(id), tag, name, calls: Number(calls), nanoseconds: Number(nanoseconds) };
}
