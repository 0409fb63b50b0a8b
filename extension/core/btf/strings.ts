const decoder = new TextDecoder();

/** A table of NUL-terminated UTF-8 strings, as ELF and BTF have it; strings are decoded when asked for. */
export interface StringTable {
  /** '' where the table has no such offset. */
  at(offset: number): string;
  /** Whether exactly `name` stands at an offset; decodes nothing. */
  isAt(offset: number, name: Uint8Array): boolean;
}

export function stringTable(bytes: Uint8Array): StringTable {
  return {
    at(offset) {
      if (offset >= bytes.length) return '';
      const end = bytes.indexOf(0, offset);
      return decoder.decode(bytes.subarray(offset, end < 0 ? bytes.length : end));
    },
    isAt(offset, name) {
      for (let index = 0; index < name.length; index++)
        if (bytes[offset + index] !== name[index]) return false;
      return bytes[offset + name.length] === 0;
    },
  };
}

export function encodeName(name: string): Uint8Array {
  return new TextEncoder().encode(name);
}
