/** What a target says of a scheduler that ended (remote/lib/post-mortem.sh), line by line. */
export interface PostMortem {
  readonly frames: FrameLine[];
  /** The maps with exit information as bpftool prints them, the newest first; '' ends each. */
  readonly exitMaps: string[];
  /** The lines of all debug dumps since the load, from the tracepoint. */
  readonly dumped: string[];
}

/** Where a BPF function was in its source when the kernel wrote the backtrace. */
export interface FrameLine {
  /** `bpf_prog_7f7c3f261bf3629e_t_enqueue+0x29` */
  readonly symbol: string;
  /** From 1. */
  readonly line: number;
  /** As the compiler was given it. */
  readonly file: string;
  /** The line's text. */
  readonly code: string;
}

export function createPostMortem(): PostMortem {
  return { frames: [], exitMaps: [], dumped: [] };
}

/** Takes a line's first word and the rest in; false when it is none of these. */
export function hearPostMortem(heard: PostMortem, key: string, value: string): boolean {
  switch (key) {
    case 'uei':
      heard.exitMaps.push(value);
      return true;
    case 'dumped':
      heard.dumped.push(value);
      return true;
    case 'frame': {
      const [, symbol, line, file = '', code = ''] =
        /^(\S+) (\d+) ([^\t]*)(?:\t(.*))?$/.exec(value) ?? [];
      if (symbol !== undefined) heard.frames.push({ symbol, line: Number(line), file, code });
      return true;
    }
    default:
      return false;
  }
}
