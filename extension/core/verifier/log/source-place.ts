/** A place in a source file as a log names it; `file` is a base name or a path as clang recorded it. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

const COMMENT_PLACE = / @ ([^\s@][^@]*?):(\d+)\s*$/;

/** The place of `; code @ file.bpf.c:13` (kernels from 6.8 on); null where the comment names none. */
export function commentPlace(line: string): SourcePlace | null {
  const at = line.lastIndexOf(' @ ');
  if (at < 0) return null;
  const [, file, number] = COMMENT_PLACE.exec(line.slice(at)) ?? [];
  return file === undefined ? null : { file, line: Number(number), column: null };
}

/** The source text of a comment line, without its place. */
export function commentText(line: string): string {
  const at = line.lastIndexOf(' @ ');
  return line.slice(1, at < 0 ? undefined : at).trim();
}

/**
 * The function whose head a comment shows: `int BPF_STRUCT_OPS(fifo_init)`, `BPF_PROG(f, …)`,
 * `int f(void *ctx)`; null when it is no head.
 */
export function commentFunction(comment: string | null): string | null {
  if (comment === null) return null;
  const macro = /\b(?:BPF_STRUCT_OPS(?:_SLEEPABLE)?|BPF_PROG2?|BPF_KPROBE)\((\w+)/.exec(comment);
  return macro?.[1] ?? /^(?:[\w*]+\s+)+\**(\w+)\(/.exec(comment)?.[1] ?? null;
}
