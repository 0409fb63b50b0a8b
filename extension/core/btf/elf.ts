import { stringTable, type StringTable } from './strings';

export interface ElfSection {
  readonly index: number;
  readonly name: string;
  /** Instructions, by the flag SHF_EXECINSTR. */
  readonly isCode: boolean;
  /** Empty for a section without contents in the file (.bss). */
  readonly data: Uint8Array;
}

export interface ElfSymbol {
  readonly name: string;
  readonly kind: 'function' | 'section' | 'other';
  readonly isLocal: boolean;
  /** Index of its section; 0: it is defined elsewhere, in the kernel. */
  readonly section: number;
  /** Bytes from the start of its section. */
  readonly value: number;
  /** Bytes. */
  readonly size: number;
}

export interface ElfRelocation {
  /** Bytes from the start of the section it changes. */
  readonly offset: number;
  readonly symbol: ElfSymbol;
}

/** An ELF64 little-endian object for BPF: what of it a reader of schedulers needs. */
export interface Elf {
  readonly sections: readonly ElfSection[];
  readonly symbols: readonly ElfSymbol[];
  /** What is relocated in a section, by its index. */
  relocationsOf(section: number): readonly ElfRelocation[];
}

/** Numbers of the ELF specification, <elf.h>. */
const MAGIC = 0x7f454c46;
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const MACHINE_BPF = 247;
const SECTION_BYTES = 64;
const SYMBOL_BYTES = 24;
const RELOCATION_BYTES = 16;
const SHT_SYMTAB = 2;
const SHT_NOBITS = 8;
const SHT_REL = 9;
const SHF_EXECINSTR = 4;
const SYMBOL_KINDS: Readonly<Record<number, ElfSymbol['kind']>> = { 2: 'function', 3: 'section' };

interface Header extends ElfSection {
  readonly type: number;
  readonly link: number;
  readonly info: number;
}

/** null for anything else than a whole ELF64 little-endian BPF file. Never throws. */
export function readElf(bytes: Uint8Array): Elf | null {
  const view = viewOf(bytes);
  if (bytes.length < 64 || view.getUint32(0) !== MAGIC) return null;
  const isBpf = view.getUint16(18, true) === MACHINE_BPF;
  if (bytes[4] !== CLASS_64 || bytes[5] !== LITTLE_ENDIAN || !isBpf) return null;
  const sections = readSections(bytes, view);
  if (sections === null) return null;
  const symbols = readSymbols(sections);
  const relocations = new Map<number, readonly ElfRelocation[]>();
  for (const section of sections)
    if (section.type === SHT_REL)
      relocations.set(section.info, readRelocations(section.data, symbols));
  return { sections, symbols, relocationsOf: (section) => relocations.get(section) ?? [] };
}

function readSections(bytes: Uint8Array, view: DataView): readonly Header[] | null {
  const start = wide(view, 40);
  const count = view.getUint16(60, true);
  if (view.getUint16(58, true) !== SECTION_BYTES) return null;
  if (start + count * SECTION_BYTES > bytes.length) return null;
  const at = (index: number) => start + index * SECTION_BYTES;
  const dataOf = (index: number): Uint8Array | null => {
    if (view.getUint32(at(index) + 4, true) === SHT_NOBITS) return new Uint8Array();
    const offset = wide(view, at(index) + 24);
    const end = offset + wide(view, at(index) + 32);
    return end <= bytes.length ? bytes.subarray(offset, end) : null;
  };
  const namesIndex = view.getUint16(62, true);
  const names = namesIndex < count ? dataOf(namesIndex) : null;
  if (names === null) return null;
  const sections: Header[] = [];
  for (let index = 0; index < count; index++) {
    const data = dataOf(index);
    if (data === null) return null;
    sections.push(readHeader(view, at(index), index, data, stringTable(names)));
  }
  return sections;
}

function readHeader(
  view: DataView,
  at: number,
  index: number,
  data: Uint8Array,
  names: StringTable,
): Header {
  return {
    index,
    data,
    name: names.at(view.getUint32(at, true)),
    type: view.getUint32(at + 4, true),
    isCode: (view.getUint32(at + 8, true) & SHF_EXECINSTR) !== 0,
    link: view.getUint32(at + 40, true),
    info: view.getUint32(at + 44, true),
  };
}

function readSymbols(sections: readonly Header[]): readonly ElfSymbol[] {
  const table = sections.find(({ type }) => type === SHT_SYMTAB);
  if (!table) return [];
  const names = stringTable(sections[table.link]?.data ?? new Uint8Array());
  const view = viewOf(table.data);
  const symbols: ElfSymbol[] = [];
  for (let at = 0; at + SYMBOL_BYTES <= table.data.length; at += SYMBOL_BYTES) {
    const info = view.getUint8(at + 4);
    const section = view.getUint16(at + 6, true);
    const kind = SYMBOL_KINDS[info & 15] ?? 'other';
    const name = names.at(view.getUint32(at, true));
    symbols.push({
      name: kind === 'section' ? (sections[section]?.name ?? '') : name,
      kind,
      isLocal: info >> 4 === 0,
      section,
      value: wide(view, at + 8),
      size: wide(view, at + 16),
    });
  }
  return symbols;
}

function readRelocations(data: Uint8Array, symbols: readonly ElfSymbol[]): ElfRelocation[] {
  const view = viewOf(data);
  const relocations: ElfRelocation[] = [];
  for (let at = 0; at + RELOCATION_BYTES <= data.length; at += RELOCATION_BYTES) {
    const symbol = symbols[view.getUint32(at + 12, true)];
    if (symbol) relocations.push({ offset: wide(view, at), symbol });
  }
  return relocations;
}

/** 64 bits as a number: exact to 2^53, and beyond that too large for any file. */
function wide(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
