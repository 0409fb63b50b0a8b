import { opsMember } from '../sched-ext/ops-members';
import type { Finding } from '../findings/finding';
import type { Fix } from './fix';
import type { SourceCode } from './source-code';

/** Says that an operation may sleep, where the kernel has it so. */
export function sleepableOperation({ program }: Finding, source: SourceCode): Fix | null {
  const head = new RegExp(`\\bBPF_STRUCT_OPS(?=\\s*\\(\\s*${program ?? ' '}\\b)`).exec(source.code);
  const operation = new RegExp(`\\.(\\w+)\\s*=\\s*(?:\\([^)]*\\)\\s*)?${program ?? ' '}\\b`).exec(
    source.code,
  )?.[1];
  if (!head || operation === undefined || !opsMember(operation)?.sleepableSince) return null;
  const end = head.index + head[0].length;
  const edits = [{ start: end, end, newText: '_SLEEPABLE' }];
  return { title: `Let ${operation} sleep`, edits, isPreferred: true };
}

/** Adds the licence that kernel functions ask for, where there is none. */
export function licence(_: Finding, { code, text, lineEnd }: SourceCode): Fix | null {
  if (/\blicense\b|_license\b/i.test(code)) return null;
  const last = [...code.matchAll(/^#include\b.*$/gm)].at(-1);
  if (!last) return null;
  const found = text.indexOf('\n', last.index);
  const at = found < 0 ? text.length : found + 1;
  const newText = `${lineEnd}char _license[] SEC("license") = "GPL";${lineEnd}`;
  return {
    title: 'Declare the GPL licence',
    edits: [{ start: at, end: at, newText }],
    isPreferred: false,
  };
}
