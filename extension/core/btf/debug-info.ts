import type { Btf } from './btf';
import { coreAccess, type CoreAccess } from './core-access';
import type { ElfSection } from './elf';
import { readExtInfo, type ExtRecord } from './ext-info';
import { LineTable, type CompiledPlace } from './line-table';
import type { CodePlace } from './program-layout';

/** What .BTF.ext tells of an object's code; nothing where there is none. */
export class DebugInfo {
  readonly #btf: Btf | null;
  /** By the name of the section. */
  readonly #lines = new Map<string, LineTable>();
  readonly #relocations: ReadonlyMap<string, readonly ExtRecord[]>;

  constructor(btf: Btf | null, ext: Uint8Array) {
    this.#btf = btf;
    const info = btf && readExtInfo(ext);
    this.#relocations = bySection(btf, info?.relocations ?? []);
    for (const [section, records] of bySection(btf, info?.lines ?? []))
      if (btf) this.#lines.set(section, new LineTable(records, btf.strings));
  }

  get files(): readonly string[] {
    return [...new Set([...this.#lines.values()].flatMap(({ files }) => files))];
  }

  placeAt({ function: owner, offset }: CodePlace): CompiledPlace | null {
    return this.#lines.get(owner.section.name)?.placeAt(offset, owner.start) ?? null;
  }

  /** The last place before it that is in another file, within the function. */
  callerOf({ function: owner, offset }: CodePlace): CompiledPlace | null {
    return this.#lines.get(owner.section.name)?.callerAt(offset, owner.start) ?? null;
  }

  accessAt({ function: owner, offset }: CodePlace): CoreAccess | null {
    const records = this.#relocations.get(owner.section.name) ?? [];
    const record = records.find((one) => one.offset === offset);
    return record ? this.#accessOf(record) : null;
  }

  /** The relocation with a number of its own in a section, and which byte it changes. */
  relocation(section: ElfSection, index: number): { offset: number; access: CoreAccess } | null {
    const record = this.#relocations.get(section.name)?.[index];
    const access = record && this.#accessOf(record);
    return access ? { offset: record.offset, access } : null;
  }

  #accessOf({ words: [type, access, kind] }: ExtRecord): CoreAccess | null {
    return this.#btf && coreAccess(this.#btf, type, this.#btf.strings.at(access), kind);
  }
}

function bySection(
  btf: Btf | null,
  records: readonly ExtRecord[],
): Map<string, readonly ExtRecord[]> {
  const sections = new Map<number, ExtRecord[]>();
  for (const record of records) {
    const known = sections.get(record.section);
    if (known) known.push(record);
    else sections.set(record.section, [record]);
  }
  return new Map([...sections].map(([name, own]) => [btf?.strings.at(name) ?? '', own]));
}
