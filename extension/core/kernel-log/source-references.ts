import type { SourceReference } from '../../contracts/source-reference';

/** A part of a log row's text that speaks of a place in a source. */
export interface ReferenceSpan {
  /** Offsets in the text; `end` is behind the last character. */
  readonly start: number;
  readonly end: number;
  readonly reference: SourceReference;
}

/** `file.bpf.c:12: text`, as scx headers since 2025 put it before what scx_bpf_error() says. */
const OWN_LINE = /(?<=^sched_ext: [\w.]+: )([^:/\\]+\.[ch]):(\d+)(?=: )/;
/** A program on the stack: its tag, and its name as BTF has it. */
const PROGRAM = /(?<=^ {3}\??\s?)bpf_prog_[0-9a-f]{16}_(\w+)(?=\+0x)/;
/** The trampoline through which the kernel calls an operation (kernel/bpf/bpf_struct_ops.c, 6.12+). */
const TRAMPOLINE = /(?<=^ {3})bpf__sched_ext_ops_(\w+)(?=\+0x)/;
const OPERATION = /\bops\.(\w+)\(\)/g;
const OPS_NAME = /^sched_ext: ([\w.]+): /;

/** The places that a record's text names, in their order. */
export function sourceReferences(text: string): readonly ReferenceSpan[] {
  const line = OWN_LINE.exec(text);
  if (line) {
    return [span(line, { kind: 'line', file: line[1] ?? '', line: Number(line[2]) })];
  }
  const program = PROGRAM.exec(text);
  if (program) return [span(program, { kind: 'function', name: program[1] ?? '' })];
  const trampoline = TRAMPOLINE.exec(text);
  if (trampoline) {
    return [span(trampoline, { kind: 'operation', ops: null, name: trampoline[1] ?? '' })];
  }
  const ops = OPS_NAME.exec(text)?.[1] ?? null;
  if (ops === null) return [];
  return [...text.matchAll(OPERATION)].map((match) =>
    span(match, { kind: 'operation', ops, name: match[1] ?? '' }),
  );
}

function span(match: RegExpExecArray, reference: SourceReference): ReferenceSpan {
  return { start: match.index, end: match.index + match[0].length, reference };
}
