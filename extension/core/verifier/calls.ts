import type { SourcePlace } from './source-place';

/** One call instruction as the verifier went through it. */
export interface Call {
  readonly callee: string;
  readonly place: SourcePlace | null;
}

/** Where calls stand: the verifier names an acquire by the index of its instruction only. */
export interface Calls {
  take(index: number, line: string, place: SourcePlace | null): void;
  at(index: number): Call | null;
  /** The last call before now whose result may be NULL. */
  lastNullable(): Call | null;
}

const CALL = /^\d+: \(85\) call ([\w.]+)#/;
/** In the state after the call: `R0_w=map_value_or_null(id=1,…)`. */
const NULLABLE_RESULT = /; .*?R0(?:_\w+)?=\w*_or_null/;
/** Without states in the log (level 1), these are known to return NULL. */
const NULLABLE =
  /^(?:bpf_map_lookup_elem|bpf_map_lookup_percpu_elem|bpf_\w+_storage_get|bpf_task_from_\w+|bpf_task_acquire|bpf_cgroup_(?:acquire|ancestor|from_id)|bpf_cpumask_(?:create|acquire)|bpf_kptr_xchg|bpf_obj_new_impl|bpf_refcount_acquire_impl|bpf_(?:rbtree|list)_\w+|bpf_ringbuf_reserve|bpf_iter_\w+_next|bpf_dynptr_(?:data|slice\w*)|scx_bpf_(?:cpu_curr|locked_rq|dsq_peek|cid_curr|tid_to_task))$/;

export function createCalls(): Calls {
  const byIndex = new Map<number, Call>();
  let nullable: Call | null = null;
  return {
    take(index, line, place) {
      if (!line.includes(' (85) call ')) return;
      const callee = CALL.exec(line)?.[1];
      if (callee === undefined) return;
      // A loop comes by again and again: one object a call is enough.
      let call = byIndex.get(index);
      if (call?.callee !== callee || call.place?.line !== place?.line) {
        call = { callee, place };
        byIndex.set(index, call);
      }
      if (NULLABLE.test(callee) || NULLABLE_RESULT.test(line)) nullable = call;
    },
    at: (index) => byIndex.get(index) ?? null,
    lastNullable: () => nullable,
  };
}
