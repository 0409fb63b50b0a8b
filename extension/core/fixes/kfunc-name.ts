import type { Finding } from '../findings/finding';
import type { Fix } from './fix';
import type { SourceCode } from './source-code';

/** Renamed in 6.13, the old names gone in 6.17 (kernel/sched/ext.c). */
const RENAMED: readonly (readonly [old: string, now: string])[] = [
  ['scx_bpf_dispatch', 'scx_bpf_dsq_insert'],
  ['scx_bpf_dispatch_vtime', 'scx_bpf_dsq_insert_vtime'],
  ['scx_bpf_consume', 'scx_bpf_dsq_move_to_local'],
  ['scx_bpf_dispatch_from_dsq', 'scx_bpf_dsq_move'],
  ['scx_bpf_dispatch_vtime_from_dsq', 'scx_bpf_dsq_move_vtime'],
  ['scx_bpf_dispatch_from_dsq_set_slice', 'scx_bpf_dsq_move_set_slice'],
  ['scx_bpf_dispatch_from_dsq_set_vtime', 'scx_bpf_dsq_move_set_vtime'],
];

/** Calls a kernel function by the name that the target's kernel has for it. */
export function kfuncName({ statement }: Finding, { code }: SourceCode): Fix | null {
  const missing = /'(scx_bpf_\w+)'/.exec(statement ?? '')?.[1]?.replace(/___\w+$/, '');
  const pair = RENAMED.find((names) => missing !== undefined && names.includes(missing));
  if (missing === undefined || !pair) return null;
  const name = pair[0] === missing ? pair[1] : pair[0];
  const edits = [...code.matchAll(new RegExp(`\\b${missing}\\b`, 'g'))].map(({ index }) => ({
    start: index,
    end: index + missing.length,
    newText: name,
  }));
  // Both names in use is a choice that somebody made.
  if (edits.length === 0 || new RegExp(`\\b${name}\\b`).test(code)) return null;
  return { title: `Call it ${name}()`, edits, isPreferred: true };
}
