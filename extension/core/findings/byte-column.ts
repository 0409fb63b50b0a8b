/**
 * The UTF-16 offset of a column as compilers count it: from 1, in bytes of UTF-8. Past the end of the
 * line it is the line's length; inside a character, where that character begins.
 */
export function offsetOfByteColumn(line: string, column: number): number {
  let bytes = column - 1;
  let offset = 0;
  for (const character of line) {
    bytes -= byteLength(character.codePointAt(0) ?? 0);
    if (bytes < 0) return offset;
    offset += character.length;
  }
  return line.length;
}

/** The column, as compilers count it, of what stands behind `before` in its line. */
export function byteColumnOf(before: string): number {
  let bytes = 0;
  for (const character of before) bytes += byteLength(character.codePointAt(0) ?? 0);
  return bytes + 1;
}

/** Bytes of one code point in UTF-8. */
function byteLength(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
