/** Writes .BTF sections that no compiler would. */
export interface RawType {
  readonly name: string;
  readonly kind: number;
  /** The word that is a size or the type it refers to. */
  readonly size: number;
  /** What follows the type; a name stands for its offset. */
  readonly words?: readonly (number | { readonly name: string })[];
  /** Entries that the type says it has; for members, as many as there are. */
  readonly count?: number;
  /** Name, type, offset in bits. */
  readonly members?: readonly (readonly [string, number, number])[];
  readonly flag?: boolean;
}

export function btfBytes(types: readonly RawType[]): Uint8Array {
  const names = new Map<string, number>([['', 0]]);
  let strings = '\0';
  const offsetOf = (name: string) => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const offset = strings.length;
    names.set(name, offset);
    strings += `${name}\0`;
    return offset;
  };
  const words = types.flatMap(({ name, kind, size, words: more = [], count, members, flag }) => [
    offsetOf(name),
    ((flag ? 1 << 31 : 0) | (kind << 24) | (count ?? members?.length ?? 0)) >>> 0,
    size,
    ...(members ?? []).flatMap(([member, type, bits]) => [offsetOf(member), type, bits]),
    ...more.map((word) => (typeof word === 'number' ? word : offsetOf(word.name))),
  ]);
  const header = [0x0001eb9f, 24, 0, words.length * 4, words.length * 4, strings.length];
  const bytes = new Uint8Array(24 + words.length * 4 + strings.length);
  const view = new DataView(bytes.buffer);
  [...header, ...words].forEach((word, index) => {
    view.setUint32(index * 4, word, true);
  });
  bytes.set(new TextEncoder().encode(strings), 24 + words.length * 4);
  return bytes;
}
