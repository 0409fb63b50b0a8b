import { INSTRUCTION_BYTES, type Code, type CodeFunction } from './code';

/** One function's instructions within a program. */
interface Part {
  readonly function: CodeFunction;
  /** The number that the kernel gives its first instruction. */
  readonly first: number;
}

/** A place in the code of an object: bytes from the start of a function's section. */
export interface CodePlace {
  readonly function: CodeFunction;
  readonly offset: number;
}

/**
 * The instructions of one program as the kernel counts them: the program itself, then the functions of
 * .text it needs, each where libbpf appends it: when it is first called, before what is called later
 * (bpf_object__reloc_code() of libbpf 1.5).
 */
export class ProgramLayout {
  readonly #parts: readonly Part[];

  constructor(code: Code, program: CodeFunction) {
    this.#parts = layOut(code, program);
  }

  placeOf(instruction: number): CodePlace | null {
    const part = this.#parts.findLast(({ first }) => first <= instruction);
    if (!part) return null;
    const offset = part.function.start + (instruction - part.first) * INSTRUCTION_BYTES;
    return offset < part.function.end ? { function: part.function, offset } : null;
  }

  has(part: CodeFunction): boolean {
    return this.#parts.some((one) => one.function === part);
  }
}

function layOut(code: Code, program: CodeFunction): readonly Part[] {
  const parts: Part[] = [];
  const seen = new Set<CodeFunction>();
  let next = 0;
  // The functions still to be looked at, the next one last: recursion could be as deep as an object is long.
  const waiting = [program];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    parts.push({ function: one, first: next });
    next += (one.end - one.start) / INSTRUCTION_BYTES;
    for (const callee of code.calleesOf(one).toReversed()) waiting.push(callee);
  }
  return parts;
}
