import { BTF_KIND, isModifier, trailingBytes } from './btf-kind';
import { viewOf } from './elf';
import { encodeName, stringTable, type StringTable } from './strings';

export interface BtfMember {
  /** '' for an anonymous struct or union. */
  readonly name: string;
  readonly type: number;
  /** Bits from the start of the struct. */
  readonly bitOffset: number;
  /** 0: no bit field. */
  readonly bitSize: number;
}

export interface BtfEnumerator {
  readonly name: string;
  readonly value: bigint;
}

export interface BtfParameter {
  readonly name: string;
  readonly type: number;
}

export interface BtfArray {
  readonly element: number;
  readonly count: number;
}

/**
 * The types of an object or a kernel. Types have numbers from 1; 0 is void. Questions about a number
 * that is no type, or is one of another kind, get 0, '' or nothing.
 */
export interface Btf {
  /** Types are numbered below it. */
  readonly typeCount: number;
  /** BTF_KIND; 0 for void. */
  kindOf(type: number): number;
  nameOf(type: number): string;
  /** Bytes, of whatever has a size. */
  sizeOf(type: number): number;
  /** What a pointer, typedef, modifier, function, variable or tag refers to. */
  targetOf(type: number): number;
  membersOf(type: number): readonly BtfMember[];
  enumeratorsOf(type: number): readonly BtfEnumerator[];
  /** Of a prototype; the last one is nameless and void where it ends in `...`. */
  parametersOf(type: number): readonly BtfParameter[];
  arrayOf(type: number): BtfArray | null;
  /** The first type of one of the kinds with exactly this name; 0 for none. */
  find(name: string, ...kinds: readonly number[]): number;
  /** The type without typedef, const, volatile, restrict and type tags. */
  resolve(type: number): number;
  /** Of the same string section. */
  readonly strings: StringTable;
}

const MAGIC = 0xeb9f;
const HEADER_BYTES = 24;
const TYPE_BYTES = 12;
/** More modifiers on one type are a cycle. */
const MODIFIERS = 64;

/**
 * Reads a .BTF section or /sys/kernel/btf/vmlinux (little-endian); null when it is none. One pass notes
 * where each type begins; all else is read when asked for. Never throws.
 */
export function readBtf(bytes: Uint8Array): Btf | null {
  const view = viewOf(bytes);
  if (bytes.length < HEADER_BYTES || view.getUint16(0, true) !== MAGIC) return null;
  const headerBytes = view.getUint32(4, true);
  const types = headerBytes + view.getUint32(8, true);
  const typesEnd = types + view.getUint32(12, true);
  const strings = headerBytes + view.getUint32(16, true);
  const stringsEnd = strings + view.getUint32(20, true);
  if (headerBytes < HEADER_BYTES || typesEnd > bytes.length || stringsEnd > bytes.length)
    return null;
  const starts = typeStarts(view, types, typesEnd);
  return starts && new TypeTable(view, starts, stringTable(bytes.subarray(strings, stringsEnd)));
}

/** Where each type begins, index 0 unused; null when one does not end where the section does. */
function typeStarts(view: DataView, start: number, end: number): Uint32Array | null {
  const starts = new Uint32Array(1 + Math.floor((end - start) / TYPE_BYTES));
  let count = 1;
  let at = start;
  while (at + TYPE_BYTES <= end) {
    const info = view.getUint32(at + 4, true);
    const trailing = trailingBytes((info >>> 24) & 31, info & 0xffff);
    if (trailing === null) return null;
    starts[count++] = at;
    at += TYPE_BYTES + trailing;
  }
  return at === end ? starts.subarray(0, count) : null;
}

class TypeTable implements Btf {
  readonly strings: StringTable;
  readonly #view: DataView;
  readonly #starts: Uint32Array;

  constructor(view: DataView, starts: Uint32Array, strings: StringTable) {
    this.#view = view;
    this.#starts = starts;
    this.strings = strings;
  }

  get typeCount(): number {
    return this.#starts.length;
  }

  kindOf(type: number): number {
    const at = this.#at(type);
    return at === 0 ? 0 : (this.#word(at + 4) >>> 24) & 31;
  }

  nameOf(type: number): string {
    const at = this.#at(type);
    return at === 0 ? '' : this.strings.at(this.#word(at));
  }

  sizeOf(type: number): number {
    const { int, float, struct, union, enum: plainEnum, enum64, pointer } = BTF_KIND;
    let resolved = this.resolve(type);
    let factor = 1;
    for (let depth = 0; depth < MODIFIERS; depth++) {
      const array = this.arrayOf(resolved);
      if (array === null) break;
      factor *= array.count;
      resolved = this.resolve(array.element);
    }
    const kind = this.kindOf(resolved);
    if (kind === pointer) return 8 * factor;
    const hasSize = [int, float, struct, union, plainEnum, enum64].some((one) => one === kind);
    return hasSize ? this.#word(this.#at(resolved) + 8) * factor : 0;
  }

  targetOf(type: number): number {
    const kind = this.kindOf(type);
    const { pointer, function: fn, prototype, variable, declarationTag } = BTF_KIND;
    const refers =
      isModifier(kind) ||
      [pointer, fn, prototype, variable, declarationTag].some((k) => k === kind);
    return refers ? this.#word(this.#at(type) + 8) : 0;
  }

  membersOf(type: number): readonly BtfMember[] {
    const hasBitFields = this.#hasFlag(type);
    return this.#entries(type, 12, [BTF_KIND.struct, BTF_KIND.union]).map((at) => {
      const offset = this.#word(at + 8);
      return {
        name: this.strings.at(this.#word(at)),
        type: this.#word(at + 4),
        bitOffset: hasBitFields ? offset & 0xffffff : offset,
        bitSize: hasBitFields ? offset >>> 24 : 0,
      };
    });
  }

  enumeratorsOf(type: number): readonly BtfEnumerator[] {
    const isSigned = this.#hasFlag(type);
    const small = this.#entries(type, 8, [BTF_KIND.enum]).map((at) => ({
      name: this.strings.at(this.#word(at)),
      value: BigInt(isSigned ? this.#word(at + 4) | 0 : this.#word(at + 4)),
    }));
    const large = this.#entries(type, 12, [BTF_KIND.enum64]).map((at) => {
      const value = (BigInt(this.#word(at + 8)) << 32n) | BigInt(this.#word(at + 4));
      return {
        name: this.strings.at(this.#word(at)),
        value: isSigned ? BigInt.asIntN(64, value) : value,
      };
    });
    return [...small, ...large];
  }

  parametersOf(type: number): readonly BtfParameter[] {
    return this.#entries(type, 8, [BTF_KIND.prototype]).map((at) => ({
      name: this.strings.at(this.#word(at)),
      type: this.#word(at + 4),
    }));
  }

  arrayOf(type: number): BtfArray | null {
    if (this.kindOf(type) !== BTF_KIND.array) return null;
    const at = this.#at(type) + TYPE_BYTES;
    return { element: this.#word(at), count: this.#word(at + 8) };
  }

  find(name: string, ...kinds: readonly number[]): number {
    if (name === '') return 0;
    const bytes = encodeName(name);
    for (let type = 1; type < this.#starts.length; type++) {
      const at = this.#starts[type] ?? 0;
      if (!this.strings.isAt(this.#word(at), bytes)) continue;
      if (kinds.includes((this.#word(at + 4) >>> 24) & 31)) return type;
    }
    return 0;
  }

  resolve(type: number): number {
    let resolved = type;
    for (let depth = 0; isModifier(this.kindOf(resolved)); depth++) {
      if (depth === MODIFIERS) return 0;
      resolved = this.targetOf(resolved);
    }
    return resolved;
  }

  #at(type: number): number {
    return this.#starts[type] ?? 0;
  }

  #word(at: number): number {
    return this.#view.getUint32(at, true);
  }

  #hasFlag(type: number): boolean {
    const at = this.#at(type);
    return at !== 0 && this.#word(at + 4) >>> 31 === 1;
  }

  /** Where the entries behind a type of one of the kinds begin. */
  #entries(type: number, bytes: number, kinds: readonly number[]): number[] {
    if (!kinds.includes(this.kindOf(type))) return [];
    const at = this.#at(type);
    const count = this.#word(at + 4) & 0xffff;
    return Array.from({ length: count }, (_, index) => at + TYPE_BYTES + index * bytes);
  }
}
