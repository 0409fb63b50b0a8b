import type { Btf } from './btf';
import { BTF_KIND } from './btf-kind';

/** What a CO-RE relocation asks of the kernel's types. */
export interface CoreAccess {
  /** Of the type: `task_struct`. */
  readonly type: string;
  /** `scx.weight`, or an enumerator's name; '' where it is about the type as a whole. */
  readonly member: string;
}

/** Kinds of relocation from here on are about types and enumerators (enum bpf_core_relo_kind). */
const FIRST_TYPE_KIND = 6;
const ENUMERATOR_KINDS = [10, 11];

/**
 * Puts an access string into words: `0:5:3` of task_struct is `scx.weight`. It counts members and
 * elements from outside in, the first number as an index behind a pointer.
 */
export function coreAccess(btf: Btf, type: number, access: string, kind: number): CoreAccess {
  const root = btf.resolve(type);
  const name = flavourless(btf.nameOf(type) || btf.nameOf(root));
  const indices = access.split(':').map(Number);
  if (ENUMERATOR_KINDS.includes(kind)) {
    const enumerator = btf.enumeratorsOf(root)[indices[0] ?? -1]?.name ?? '';
    return { type: name, member: flavourless(enumerator) };
  }
  return { type: name, member: kind < FIRST_TYPE_KIND ? memberPath(btf, root, indices) : '' };
}

function memberPath(btf: Btf, root: number, [first = 0, ...rest]: readonly number[]): string {
  let path = first === 0 ? '' : `[${first}]`;
  let type = root;
  for (const index of rest) {
    const resolved = btf.resolve(type);
    if (btf.kindOf(resolved) === BTF_KIND.array) {
      path += `[${index}]`;
      type = btf.arrayOf(resolved)?.element ?? 0;
      continue;
    }
    const member = btf.membersOf(resolved)[index];
    if (!member) break;
    if (member.name !== '') path += path === '' ? member.name : `.${member.name}`;
    type = member.type;
  }
  return path;
}

/** `task_struct___old` asks for the kernel's task_struct (bpf_core_essential_name_len of libbpf). */
function flavourless(name: string): string {
  const at = name.search(/(?<=[^_])___(?=[^_])/);
  return at < 0 ? name : name.slice(0, at);
}
