import type { SourcePlace } from './source-place';

/** One call instruction as the verifier went through it. */
export interface Call {
  readonly callee: string;
  readonly place: SourcePlace | null;
}

/** A source line and how often the verifier came by. */
export interface Visited {
  readonly place: SourcePlace;
  readonly visits: number;
}

const CALL = /^\d+: \(85\) call ([\w.]+)#/;
const BRANCH = /^\d+: \([0-9a-f]{2}\) (?:if |may_goto)/;
const TAKEN = /^from (\d+) to \d+/;
/** In the state after the call: `R0_w=map_value_or_null(id=1,…)`. */
const NULLABLE_RESULT = /; .*?R0(?:_\w+)?=\w*_or_null/;
/** Without states in the log (level 1), these are known to return NULL. */
const NULLABLE =
  /^(?:bpf_map_lookup_\w+|bpf_\w+_storage_get|bpf_task_from_\w+|bpf_task_acquire|bpf_cgroup_(?:acquire|ancestor|from_id)|bpf_cpumask_(?:create|acquire)|bpf_kptr_xchg|bpf_obj_new_impl|bpf_refcount_acquire_impl|bpf_(?:rbtree|list)_\w+|bpf_ringbuf_reserve|bpf_iter_\w+_next|bpf_dynptr_(?:data|slice\w*)|scx_bpf_(?:cpu_curr|locked_rq|dsq_peek|cid_curr|tid_to_task))$/;

/**
 * Where calls and branches stand in the source. The verifier names both by the index of their
 * instruction only ("alloc_insn=5", "from 27 to 30"), long after it printed them. Memory grows with
 * the instructions of the program, not with those processed.
 */
export class Landmarks {
  readonly #calls = new Map<number, Call>();
  readonly #visits = new Map<string, { readonly place: SourcePlace; visits: number }>();
  readonly #branches = new Map<number, SourcePlace | null>();
  #nullable: Call | null = null;
  #branch: SourcePlace | null = null;
  #lock: SourcePlace | null = null;

  /** An instruction line with its index, printed below `place`. */
  instruction(index: number, line: string, place: SourcePlace | null): void {
    if (line.includes(' (85) call ')) this.#call(index, line, place);
    else if (BRANCH.test(line)) {
      this.#branch = place;
      if (this.#branches.get(index)?.line !== place?.line) this.#branches.set(index, place);
    }
  }

  /** A source comment. */
  source(place: SourcePlace): void {
    const key = `${place.line} ${place.file}`;
    const known = this.#visits.get(key);
    if (known) known.visits += 1;
    else this.#visits.set(key, { place, visits: 1 });
  }

  /** The lines the verifier came by most often, first the most. */
  mostVisited(count: number): readonly Visited[] {
    return [...this.#visits.values()].sort((a, b) => b.visits - a.visits).slice(0, count);
  }

  /** A line of the trace: `from 27 to 30: R1=…` goes on behind another branch. */
  trace(line: string): void {
    const from = line.startsWith('from ') ? TAKEN.exec(line)?.[1] : undefined;
    if (from !== undefined) this.#branch = this.#branches.get(Number(from)) ?? null;
  }

  callAt(index: number): Call | null {
    return this.#calls.get(index) ?? null;
  }

  /** The last call before now whose result may be NULL. */
  get nullableCall(): Call | null {
    return this.#nullable;
  }

  /** The last branch on the way to now. */
  get branch(): SourcePlace | null {
    return this.#branch;
  }

  /** Where a lock was last taken. */
  get lock(): SourcePlace | null {
    return this.#lock;
  }

  #call(index: number, line: string, place: SourcePlace | null): void {
    const callee = CALL.exec(line)?.[1];
    if (callee === undefined) return;
    // A loop comes by again and again: one object a call is enough.
    let call = this.#calls.get(index);
    if (call?.callee !== callee || call.place?.line !== place?.line) {
      call = { callee, place };
      this.#calls.set(index, call);
    }
    if (NULLABLE.test(callee) || NULLABLE_RESULT.test(line)) this.#nullable = call;
    if (/_(?:lock|irq_save|preempt_disable)$/.test(callee)) this.#lock = place;
  }
}
