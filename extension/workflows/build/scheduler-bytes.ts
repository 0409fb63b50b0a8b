/** What a target may send back is bounded by the same (SECURITY.md); the scx project's largest objects have 5 MB. */
export const MOST_OBJECT_BYTES = 64 * 1024 * 1024;

const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const MACHINE_AT = 18;
/** EM_BPF of elf.h. */
const BPF_MACHINE = 247;

/** Whether it is an ELF file for BPF (little-endian) that names a section for struct_ops. */
export function isSchedulerObject(bytes: Uint8Array): boolean {
  return (
    ELF_MAGIC.every((byte, at) => bytes[at] === byte) &&
    bytes[MACHINE_AT] === BPF_MACHINE &&
    hasOps(bytes)
  );
}

/** The kernel takes a scheduler from a section `.struct_ops` or `.struct_ops.link`. */
export function hasOps(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes).includes('.struct_ops');
}
