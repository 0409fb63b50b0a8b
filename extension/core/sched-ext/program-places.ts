/** A BPF program in a scheduler's source. */
export interface ProgramPlace {
  readonly name: string;
  /** From 0. */
  readonly line: number;
}

/** `BPF_STRUCT_OPS(name, …)` and `BPF_STRUCT_OPS_SLEEPABLE(name, …)` at the head of a function. */
const BY_MACRO = /\bBPF_STRUCT_OPS(?:_SLEEPABLE)?\s*\(\s*([A-Za-z_]\w*)\s*[,)]/;
/** `SEC("…")` alone or before a function: `SEC("struct_ops/enqueue") void BPF_PROG(name, …)`. */
const SECTION = /\bSEC\s*\(\s*"[^"]*"\s*\)/;
const FUNCTION_HEAD = /\b(?:BPF_PROG\s*\(\s*([A-Za-z_]\w*)|([A-Za-z_]\w*)\s*\()/;

/**
 * Where the programs of a source begin, by the patterns that schedulers are written in. Text in, data
 * out: comments are not parsed, so a commented-out head on its own line is passed over by its `//` or
 * `*` only.
 */
export function programPlaces(text: string): readonly ProgramPlace[] {
  const places: ProgramPlace[] = [];
  let sectionLine: number | null = null;
  for (const [line, code] of text.split('\n').entries()) {
    if (/^\s*(?:\/\/|\*|\/\*|#)/.test(code)) continue;
    const name = BY_MACRO.exec(code)?.[1];
    if (name !== undefined) {
      places.push({ name, line });
      sectionLine = null;
      continue;
    }
    const section = SECTION.exec(code);
    const rest: string = section ? code.slice(section.index + section[0].length) : code;
    sectionLine = section ? line : sectionLine;
    if (sectionLine === null) continue;
    const [, wrapped, plain] = FUNCTION_HEAD.exec(rest) ?? [];
    const found = wrapped ?? plain;
    if (found !== undefined) places.push({ name: found, line });
    // A section's function stands on its line or the next ones; a map ends with ";".
    if (found !== undefined || /[;{}=]/.test(rest)) sectionLine = null;
  }
  return places;
}
