import type { Btf, BtfMember } from './btf';
import { BTF_KIND } from './btf-kind';

/** Corrupt types can hold themselves, in more ways than can be walked, and without an end. */
const STEPS = 100_000;
const DEPTH = 64;

/**
 * The field of a struct or union that covers a byte, as C would write it behind the struct:
 * `scx.weight`, `cpus[3].load`. Of a union the first member that fits; null for padding and beyond
 * the end.
 */
export function fieldAt(btf: Btf, type: number, byteOffset: number): string | null {
  const path = new FieldSearch(btf).pathTo(type, byteOffset, '');
  return path === '' ? null : path;
}

class FieldSearch {
  readonly #btf: Btf;
  #steps = 0;
  #depth = 0;

  constructor(btf: Btf) {
    this.#btf = btf;
  }

  pathTo(type: number, offset: number, path: string): string | null {
    if (++this.#steps > STEPS || this.#depth === DEPTH) return null;
    this.#depth += 1;
    const found = this.#pathIn(type, offset, path);
    this.#depth -= 1;
    return found;
  }

  #pathIn(type: number, offset: number, path: string): string | null {
    const resolved = this.#btf.resolve(type);
    const isInside = offset >= 0 && offset < this.#btf.sizeOf(resolved);
    if (!isInside) return null;
    const kind = this.#btf.kindOf(resolved);
    if (kind === BTF_KIND.array) return this.#pathInArray(resolved, offset, path);
    if (kind !== BTF_KIND.struct && kind !== BTF_KIND.union) return path;
    const members = this.#btf.membersOf(resolved);
    this.#steps += members.length;
    for (const member of members) {
      const found = this.#pathInMember(member, offset, path);
      if (found !== null) return found;
    }
    return null;
  }

  #pathInMember(member: BtfMember, offset: number, path: string): string | null {
    const start = member.bitOffset >> 3;
    const own = joined(path, member.name);
    if (member.bitSize === 0) return this.pathTo(member.type, offset - start, own);
    const end = (member.bitOffset + member.bitSize + 7) >> 3;
    return offset >= start && offset < end ? own : null;
  }

  #pathInArray(array: number, offset: number, path: string): string | null {
    const element = this.#btf.arrayOf(array)?.element ?? 0;
    const size = this.#btf.sizeOf(element);
    if (size === 0) return null;
    return this.pathTo(element, offset % size, `${path}[${Math.floor(offset / size)}]`);
  }
}

/** A nameless struct or union has its members in the one around it. */
function joined(path: string, name: string): string {
  if (name === '') return path;
  return path === '' ? name : `${path}.${name}`;
}
