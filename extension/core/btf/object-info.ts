import { readBtf, type Btf } from './btf';
import { BTF_KIND } from './btf-kind';
import { Code, type CodeFunction } from './code';
import type { CoreAccess } from './core-access';
import { DebugInfo } from './debug-info';
import { readElf, type Elf } from './elf';
import { fieldAt } from './field-name';
import type { CompiledPlace } from './line-table';
import { readOpsTables, type OpsEntry } from './ops-tables';
import { ProgramLayout } from './program-layout';

/** Where a program uses a kernel function, variable or type. */
export interface ObjectUse {
  /** The first program that has this code; null for a function that none calls. */
  readonly program: string | null;
  readonly place: CompiledPlace | null;
  /** The place in another file before it, in the same function: where inlined code of a header is used. */
  readonly caller: CompiledPlace | null;
}

export interface ExternUse extends ObjectUse {
  /** Otherwise its address is taken, as bpf_ksym_exists() does. */
  readonly isCall: boolean;
}

/** A scheduler's object (.bpf.o), as far as it tells where things are in the source, and their names. */
export interface ObjectInfo {
  /** In the order of their sections. */
  readonly programs: readonly string[];
  /** What the section "license" says; null without one. */
  readonly license: string | null;
  /** Compiled with -g, BTF kept: without it there are no places and no names. */
  readonly hasTypes: boolean;
  /** All source files that code was made of, headers too. */
  readonly files: readonly string[];
  /** Which program each operation of each ops table is. */
  readonly operations: readonly OpsEntry[];
  /** `instruction` as the kernel counts: the program's own, then those of the functions it calls. */
  placeOf(program: string, instruction: number): CompiledPlace | null;
  /** The place of a function's first instruction: its head, or the first statement that does something. */
  startOf(functionName: string): CompiledPlace | null;
  /** Operation code of an instruction before libbpf changes it; null where there is no such one. */
  opcodeAt(program: string, instruction: number): number | null;
  /** Uses of what the kernel has to provide (`__ksym`), in the order of the code. */
  usesOf(externName: string): readonly ExternUse[];
  /** What an instruction reads of the kernel's types, by its CO-RE relocation. */
  accessAt(program: string, instruction: number): CoreAccess | null;
  /** The CO-RE relocation that libbpf calls `prog 'NAME': relo #INDEX`. */
  relocationOf(functionName: string, index: number): (ObjectUse & { access: CoreAccess }) | null;
  /**
   * The field at an offset of a struct, in bytes, as C names it: `scx.weight`. By the types the object
   * was compiled with: right for the kernel whose vmlinux.h they were.
   */
  fieldAt(structName: string, byteOffset: number): string | null;
}

/**
 * Reads an object as clang writes it with `-g -target bpf`, also after `llvm-strip -g`; null when it is
 * no whole ELF64 little-endian BPF object. Never throws.
 */
export function readObject(bytes: Uint8Array): ObjectInfo | null {
  const elf = readElf(bytes);
  return elf && new ReadObject(elf);
}

class ReadObject implements ObjectInfo {
  readonly programs: readonly string[];
  readonly license: string | null;
  readonly hasTypes: boolean;
  readonly operations: readonly OpsEntry[];
  readonly #code: Code;
  readonly #btf: Btf | null;
  readonly #debug: DebugInfo;
  readonly #layouts: ReadonlyMap<string, ProgramLayout>;

  constructor(elf: Elf) {
    const dataOf = (name: string) =>
      elf.sections.find((section) => section.name === name)?.data ?? new Uint8Array();
    this.#btf = readBtf(dataOf('.BTF'));
    this.#debug = new DebugInfo(this.#btf, dataOf('.BTF.ext'));
    this.#code = new Code(elf);
    const programs = this.#code.functions.filter(({ isProgram }) => isProgram);
    this.programs = programs.map(({ name }) => name);
    this.#layouts = new Map(programs.map((one) => [one.name, new ProgramLayout(this.#code, one)]));
    this.hasTypes = this.#btf !== null;
    this.license = licenseOf(elf);
    this.operations = readOpsTables(elf, this.#btf);
  }

  get files(): readonly string[] {
    return this.#debug.files;
  }

  placeOf(program: string, instruction: number): CompiledPlace | null {
    const at = this.#layouts.get(program)?.placeOf(instruction);
    return at ? this.#debug.placeAt(at) : null;
  }

  startOf(functionName: string): CompiledPlace | null {
    const found = this.#functionNamed(functionName);
    return found && this.#debug.placeAt({ function: found, offset: found.start });
  }

  opcodeAt(program: string, instruction: number): number | null {
    const at = this.#layouts.get(program)?.placeOf(instruction);
    return at?.function.section.data[at.offset] ?? null;
  }

  usesOf(externName: string): readonly ExternUse[] {
    return this.#code
      .usesOf(externName)
      .map(({ isCall, ...at }) => ({ isCall, ...this.#useAt(at.function, at.offset) }));
  }

  accessAt(program: string, instruction: number): CoreAccess | null {
    const at = this.#layouts.get(program)?.placeOf(instruction);
    return at ? this.#debug.accessAt(at) : null;
  }

  relocationOf(functionName: string, index: number): (ObjectUse & { access: CoreAccess }) | null {
    const named = this.#functionNamed(functionName);
    const found = named && this.#debug.relocation(named.section, index);
    const owner = found && this.#code.functionAt(named.section, found.offset);
    return owner && { access: found.access, ...this.#useAt(owner, found.offset) };
  }

  fieldAt(structName: string, byteOffset: number): string | null {
    const type = this.#btf?.find(structName, BTF_KIND.struct, BTF_KIND.union) ?? 0;
    return this.#btf && fieldAt(this.#btf, type, byteOffset);
  }

  #functionNamed(name: string): CodeFunction | null {
    return this.#code.functions.find((one) => one.name === name) ?? null;
  }

  #useAt(owner: CodeFunction, offset: number): ObjectUse {
    const at = { function: owner, offset };
    const isPart = ([, layout]: [string, ProgramLayout]) => layout.has(owner);
    const [program] = [...this.#layouts].find(isPart) ?? [null];
    return { program, place: this.#debug.placeAt(at), caller: this.#debug.callerOf(at) };
  }
}

function licenseOf(elf: Elf): string | null {
  const section = elf.sections.find(({ name }) => name === 'license');
  return section ? new TextDecoder().decode(section.data).replace(/\0[^]*$/, '') : null;
}
