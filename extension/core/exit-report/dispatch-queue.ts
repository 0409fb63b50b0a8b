/** Which dispatch queue a task of a debug dump stands in; numbers are enum scx_dsq_id_flags' (6.12 to 7.3). */
import type { DumpedTask } from './dumped-cpu';

export type DispatchQueue =
  /** It runs, and waits nowhere. */
  | { readonly kind: 'running' }
  | { readonly kind: 'none' }
  | { readonly kind: 'global' }
  /** Of the CPU in whose run queue the task stands. */
  | { readonly kind: 'local' }
  | { readonly kind: 'local-on'; readonly cpu: number }
  /** Built in, and new to us. */
  | { readonly kind: 'built-in'; readonly id: bigint }
  /** One that the scheduler has made. */
  | { readonly kind: 'user'; readonly id: bigint }
  /** As the kernel printed it. */
  | { readonly kind: 'unknown'; readonly text: string };

/** 7.1 and later print "(n/a)" for no queue, others 0 (scx_dump_task()). */
const NO_QUEUE = new Set(['(n/a)', '0x0']);
const LOCAL_ON = 0xc000_0000_0000_0000n;
const BUILT_IN = 0x8000_0000_0000_0000n;

export function queueOf({ fields, isCurrent }: DumpedTask): DispatchQueue {
  const text = fields.get('dsq_id');
  if (text === undefined || NO_QUEUE.has(text)) return { kind: isCurrent ? 'running' : 'none' };
  if (!/^0x[0-9a-f]{1,16}$/.test(text)) return { kind: 'unknown', text };
  const id = BigInt(text);
  if (id === BUILT_IN + 1n) return { kind: 'global' };
  if (id === BUILT_IN + 2n) return { kind: 'local' };
  if (id >= LOCAL_ON) return { kind: 'local-on', cpu: Number(id & 0xffff_ffffn) };
  return { kind: id >= BUILT_IN ? 'built-in' : 'user', id };
}

/** What it is called, for a task in the run queue of `cpu`. */
export function queueName(queue: DispatchQueue, cpu: number): string {
  switch (queue.kind) {
    case 'running':
      return 'running';
    case 'none':
      return 'in no queue';
    case 'global':
      return 'SCX_DSQ_GLOBAL';
    case 'local':
      return `SCX_DSQ_LOCAL of CPU ${cpu}`;
    case 'local-on':
      return `SCX_DSQ_LOCAL_ON | ${queue.cpu}`;
    case 'built-in':
      return `built-in queue 0x${queue.id.toString(16)}`;
    case 'user':
      return `DSQ 0x${queue.id.toString(16)}`;
    case 'unknown':
      return `DSQ ${queue.text}`;
  }
}
