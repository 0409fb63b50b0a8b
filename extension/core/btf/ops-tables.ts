import type { Btf } from './btf';
import { BTF_KIND } from './btf-kind';
import type { Elf, ElfSection, ElfSymbol } from './elf';
import { fieldAt } from './field-name';

/** A member of an ops table that names a program: `.enqueue = (void *)x_enqueue`. */
export interface OpsEntry {
  /** The table: `x_ops`. */
  readonly table: string;
  readonly operation: string;
  readonly program: string;
}

/** The struct_ops maps of an object, in the sections that libbpf takes them from. */
const SECTION = /^\??\.struct_ops(?:\.link)?$/;

export function readOpsTables(elf: Elf, btf: Btf | null): readonly OpsEntry[] {
  if (btf === null) return [];
  return elf.sections
    .filter(({ name }) => SECTION.test(name))
    .flatMap((section) => entriesOf(elf, btf, section));
}

function entriesOf(elf: Elf, btf: Btf, section: ElfSection): OpsEntry[] {
  const tables = elf.symbols.filter(
    (symbol) => symbol.section === section.index && symbol.kind === 'other' && symbol.size > 0,
  );
  return elf.relocationsOf(section.index).flatMap(({ offset, symbol }) => {
    const table = tables.find(({ value, size }) => offset >= value && offset < value + size);
    const operation = table && memberAt(btf, table, offset - table.value);
    return table && operation && symbol.kind === 'function'
      ? [{ table: table.name, operation, program: symbol.name }]
      : [];
  });
}

function memberAt(btf: Btf, table: ElfSymbol, offset: number): string | null {
  const variable = btf.find(table.name, BTF_KIND.variable);
  return fieldAt(btf, btf.targetOf(variable), offset);
}
