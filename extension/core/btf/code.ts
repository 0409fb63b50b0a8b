import { viewOf, type Elf, type ElfSection, type ElfSymbol } from './elf';

export const INSTRUCTION_BYTES = 8;

/** A function of an object. Offsets are bytes in its section. */
export interface CodeFunction {
  readonly name: string;
  readonly section: ElfSection;
  readonly start: number;
  readonly end: number;
  /** A function of .text is a part of the programs that call it. */
  readonly isProgram: boolean;
}

/** Where code names something that the object does not have: a kernel function or variable. */
export interface ExternUse {
  readonly function: CodeFunction;
  /** Bytes from the start of the section. */
  readonly offset: number;
  /** Otherwise its address is taken. */
  readonly isCall: boolean;
}

const TEXT = '.text';
/** <linux/bpf.h> */
const CALL = 0x85;
const LOAD_64 = 0x18;
const PSEUDO_CALL = 1;

/** The functions of an object and what they refer to. */
export class Code {
  /** In the order of sections. */
  readonly functions: readonly CodeFunction[];
  readonly #elf: Elf;
  readonly #bySection = new Map<ElfSection, readonly CodeFunction[]>();
  /** Functions of .text by their start. */
  readonly #parts = new Map<number, CodeFunction>();

  constructor(elf: Elf) {
    this.#elf = elf;
    for (const section of elf.sections)
      if (section.isCode) this.#bySection.set(section, functionsIn(section, elf.symbols));
    this.functions = [...this.#bySection.values()].flat();
    for (const one of this.functions) if (!one.isProgram) this.#parts.set(one.start, one);
  }

  /** The function that a byte of a section belongs to. */
  functionAt(section: ElfSection, offset: number): CodeFunction | null {
    const functions = this.#bySection.get(section) ?? [];
    let low = 0;
    let high = functions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((functions[middle]?.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const found = functions[low];
    return found && found.start <= offset ? found : null;
  }

  /** Every use of a symbol that the object does not define. */
  usesOf(name: string): readonly ExternUse[] {
    return [...this.#bySection.keys()].flatMap((section) =>
      this.#elf
        .relocationsOf(section.index)
        .filter(({ symbol }) => isExtern(symbol) && symbol.name === name)
        .flatMap(({ offset }) => {
          const user = this.functionAt(section, offset);
          return user ? [{ function: user, offset, isCall: section.data[offset] === CALL }] : [];
        }),
    );
  }

  /**
   * The functions of .text that a function calls or gives as callbacks, in the order of its
   * instructions: what bpf_object__reloc_code() of libbpf 1.5 goes through.
   */
  calleesOf(caller: CodeFunction): readonly CodeFunction[] {
    if (this.#parts.size === 0) return [];
    const relocations = this.#elf.relocationsOf(caller.section.index);
    const symbols = new Map(relocations.map(({ offset, symbol }) => [offset, symbol]));
    const view = viewOf(caller.section.data);
    const callees: CodeFunction[] = [];
    for (let at = caller.start; at + INSTRUCTION_BYTES <= caller.end; at += INSTRUCTION_BYTES) {
      const callee = this.#parts.get(this.#targetOf(view, at, symbols.get(at)) ?? -1);
      if (callee) callees.push(callee);
    }
    return callees;
  }

  /** Where in .text an instruction leads, in bytes; null for none that calls or names a function. */
  #targetOf(view: DataView, at: number, symbol: ElfSymbol | undefined): number | null {
    if (symbol && this.#elf.sections[symbol.section]?.name !== TEXT) return null;
    const code = view.getUint8(at);
    const immediate = view.getInt32(at + 4, true);
    if (code === CALL && view.getUint8(at + 1) >> 4 === PSEUDO_CALL)
      return (symbol ? symbol.value : at) + (immediate + 1) * INSTRUCTION_BYTES;
    return code === LOAD_64 && symbol ? symbol.value + immediate : null;
  }
}

/** In their order; a symbol that lies about its place or size is left out. */
function functionsIn(section: ElfSection, symbols: readonly ElfSymbol[]): CodeFunction[] {
  const functions: CodeFunction[] = [];
  const isProgram = section.name !== TEXT;
  const own = symbols
    .filter((symbol) => symbol.kind === 'function' && symbol.section === section.index)
    .sort((a, b) => a.value - b.value);
  let free = 0;
  for (const { name, value: start, size } of own) {
    const end = start + size;
    if (size === 0 || start < free || end > section.data.length) continue;
    functions.push({ name, section, start, end, isProgram });
    free = end;
  }
  return functions;
}

function isExtern(symbol: ElfSymbol): boolean {
  return symbol.section === 0 && symbol.name !== '';
}
