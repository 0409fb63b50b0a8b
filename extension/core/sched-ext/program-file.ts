/** What an ELF file says of where it can run. */
export interface ProgramFile {
  /** As `uname -m` writes it; `ELF machine 42` for one that is not known here. */
  readonly machine: string;
  /** The dynamic loader that the kernel starts it with; null for a static program. */
  readonly interpreter: string | null;
  /** `object`: something to link or load, such as a .bpf.o, and no program. */
  readonly kind: 'program' | 'object';
}

const MAGIC = 0x7f454c46;
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
/** ET_EXEC and ET_DYN: with fixed addresses, and position-independent. */
const PROGRAM_TYPES: readonly number[] = [2, 3];
const PT_INTERP = 3;

/** e_machine of <elf.h>, little-endian and 64 bits where a machine has more forms. */
const MACHINES: Readonly<Record<number, string>> = {
  3: 'i686',
  21: 'ppc64le',
  22: 's390x',
  40: 'armv7l',
  62: 'x86_64',
  183: 'aarch64',
  243: 'riscv64',
  247: 'bpf',
  258: 'loongarch64',
};

/** null for what is no ELF file, or is cut before the end of its headers. Never throws. */
export function readProgramFile(bytes: Uint8Array): ProgramFile | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 64 || view.getUint32(0) !== MAGIC) return null;
  const isLittle = bytes[5] === LITTLE_ENDIAN;
  const number = view.getUint16(18, isLittle);
  return {
    machine: machineOf(number, isLittle),
    interpreter: bytes[4] === CLASS_64 ? interpreterOf(bytes, view, isLittle) : null,
    kind: PROGRAM_TYPES.includes(view.getUint16(16, isLittle)) ? 'program' : 'object',
  };
}

function machineOf(number: number, isLittle: boolean): string {
  const known = MACHINES[number] ?? `ELF machine ${number}`;
  return known === 'ppc64le' && !isLittle ? 'ppc64' : known;
}

/** Looks through the program headers of a 64-bit file. */
function interpreterOf(bytes: Uint8Array, view: DataView, isLittle: boolean): string | null {
  const start = Number(view.getBigUint64(32, isLittle));
  const size = view.getUint16(54, isLittle);
  const count = view.getUint16(56, isLittle);
  for (let index = 0; index < count; index += 1) {
    const at = start + index * size;
    if (at + 56 > bytes.length) return null;
    if (view.getUint32(at, isLittle) !== PT_INTERP) continue;
    const offset = Number(view.getBigUint64(at + 8, isLittle));
    const length = Number(view.getBigUint64(at + 32, isLittle));
    const name = new TextDecoder().decode(bytes.subarray(offset, offset + length));
    return name.replace(/\0.*$/s, '');
  }
  return null;
}

/** Whether a machine runs what was built for another: each its own, and 64-bit x86 its older form too. */
export function runsOn(file: ProgramFile, machine: string): boolean {
  return file.machine === machine || (file.machine === 'i686' && machine === 'x86_64');
}
