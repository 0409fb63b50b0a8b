import { viewOf } from './elf';

/** A record of .BTF.ext; what its words mean is for its reader to say. */
export interface ExtRecord {
  /** Offset of the section's name in the strings of .BTF. */
  readonly section: number;
  /** Bytes from the start of that section. */
  readonly offset: number;
  /** The three words behind the offset. */
  readonly words: readonly [number, number, number];
}

export interface ExtInfo {
  /** Words: offsets of file name and source text, line << 10 | column. */
  readonly lines: readonly ExtRecord[];
  /** Words: type, offset of the access string, kind. */
  readonly relocations: readonly ExtRecord[];
}

const MAGIC = 0xeb9f;
const RECORD_BYTES = 16;
/** A header this long tells of CO-RE relocations. */
const HEADER_WITH_RELOCATIONS = 32;

/** Reads .BTF.ext (Documentation/bpf/btf.rst, kernel 7.3); null when it is none. Never throws. */
export function readExtInfo(bytes: Uint8Array): ExtInfo | null {
  const view = viewOf(bytes);
  if (bytes.length < 24 || view.getUint16(0, true) !== MAGIC) return null;
  const headerBytes = view.getUint32(4, true);
  if (headerBytes > bytes.length) return null;
  const hasRelocations = headerBytes >= HEADER_WITH_RELOCATIONS;
  return {
    lines: readRecords(view, headerBytes, 16),
    relocations: hasRelocations ? readRecords(view, headerBytes, 24) : [],
  };
}

/** The records of the part whose offset and length stand at `field` of the header. */
function readRecords(view: DataView, headerBytes: number, field: number): ExtRecord[] {
  const start = headerBytes + view.getUint32(field, true);
  const end = Math.min(start + view.getUint32(field + 4, true), view.byteLength);
  if (start + 4 > end) return [];
  const size = view.getUint32(start, true);
  if (size < RECORD_BYTES) return [];
  const records: ExtRecord[] = [];
  let at = start + 4;
  while (at + 8 <= end) {
    const section = view.getUint32(at, true);
    const count = view.getUint32(at + 4, true);
    at += 8;
    for (let index = 0; index < count && at + size <= end; index++, at += size)
      records.push(readRecord(view, at, section));
  }
  return records;
}

function readRecord(view: DataView, at: number, section: number): ExtRecord {
  const word = (index: number) => view.getUint32(at + 4 * index, true);
  return { section, offset: word(0), words: [word(1), word(2), word(3)] };
}
