import { opsMember } from '../sched-ext/ops-members';
import type { Finding } from '../findings/finding';
import type { Edit, Fix } from './fix';
import type { SourceCode } from './source-code';

/** Where sleeping is not allowed even in what may sleep. */
const ATOMIC =
  /\b(?:bpf_rcu_read_lock|bpf_(?:res_)?spin_lock|bpf_preempt_disable|bpf_local_irq_save)\s*\(/;

/** Says that an operation may sleep, where the kernel has it so. */
export function sleepableOperation({ program, line }: Finding, source: SourceCode): Fix | null {
  const around = source.functionAround(line ?? 0);
  if (program === null || !around) return null;
  const value = new RegExp(`\\.(\\w+)\\s*=\\s*(?:\\([^)]*\\)\\s*)?${program}\\b`);
  const operation = value.exec(source.code)?.[1];
  const at = markOf(program, source);
  if (!at || operation === undefined || !opsMember(operation)?.sleepableSince) return null;
  if (ATOMIC.test(source.codeOf(around.first, line ?? 0))) return null;
  return { title: `Let ${operation} sleep`, edits: [at], isPreferred: true };
}

/** `BPF_STRUCT_OPS_SLEEPABLE(name, …)`, `SEC("struct_ops.s/name")` */
function markOf(program: string, { code, text }: SourceCode): Edit | null {
  const macro = new RegExp(`\\bBPF_STRUCT_OPS(?=\\s*\\(\\s*${program}\\b)`).exec(code);
  if (macro) return insertion(macro.index + macro[0].length, '_SLEEPABLE');
  const section = new RegExp(
    `\\bSEC\\(\\s*"struct_ops(?=(?:/\\w+)?"\\s*\\)\\s+\\w+\\s+BPF_PROG\\(\\s*${program}\\b)`,
  ).exec(text);
  return section && insertion(section.index + section[0].length, '.s');
}

const insertion = (at: number, newText: string): Edit => ({ start: at, end: at, newText });

/** Adds the licence that kernel functions ask for, where there is none. */
export function licence(_: Finding, { code, text, lineEnd }: SourceCode): Fix | null {
  if (/\blicense\b|_license\b/i.test(code)) return null;
  const last = [...code.matchAll(/^#include\b.*$/gm)].at(-1);
  if (!last || isConditional(code.slice(0, last.index))) return null;
  const found = text.indexOf('\n', last.index);
  const at = found < 0 ? text.length : found + 1;
  const newText = `${lineEnd}char _license[] SEC("license") = "GPL";${lineEnd}`;
  return {
    title: 'Declare the GPL licence',
    edits: [{ start: at, end: at, newText }],
    isPreferred: false,
  };
}

function isConditional(before: string): boolean {
  const opened = before.match(/^[ \t]*#[ \t]*if/gm)?.length ?? 0;
  return opened > (before.match(/^[ \t]*#[ \t]*endif/gm)?.length ?? 0);
}
