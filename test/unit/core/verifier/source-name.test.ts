import { describe, expect, it } from 'vitest';
import {
  assignedName,
  dereferencedName,
  indexName,
  memberName,
  parameterName,
} from '../../../../extension/core/verifier/trace/source-name';

describe('names in a line of source', () => {
  it.each([
    ['u64 *count = bpf_map_lookup_elem(&counters, &key);', 'count'],
    ['struct task_struct *t = bpf_task_from_pid(p->pid);', 't'],
    ['p->scx.weight = 100; /* x = y */', 'p->scx.weight'],
    ['queued[p->pid] += 1;', 'queued[p->pid]'],
    ['if (!(ctx = try_lookup_task_ctx(p)))', 'ctx'],
    ['*count += 1;', 'count'],
    ['nr_queued++;', 'nr_queued'],
    ['if (a == b) return;', null],
    ['scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, slice, enq_flags);', null],
    ['', null],
  ])('assigned by %s: %s', (text, name) => {
    expect(assignedName(text)).toBe(name);
  });

  it.each([
    ['queued[index] += 1;', 'index'],
    ['x = queued[p->pid];', 'p->pid'],
    ['a[i] = b[j];', null],
    ['a[3] = 1;', null],
    ['return 0; // a[i]', null],
  ])('the index in %s: %s', (text, name) => {
    expect(indexName(text)).toBe(name);
  });

  it('members, pointers and parameters', () => {
    expect(memberName('if (p->real_parent)')).toBe('p->real_parent');
    expect(memberName('f(p->a, q->b);')).toBeNull();
    expect(dereferencedName('return *slot;')).toBe('slot');
    const head = 'void BPF_STRUCT_OPS(x_dispatch, s32 cpu, struct task_struct *prev)';
    expect([0, 1, 2].map((index) => parameterName(head, index))).toEqual(['cpu', 'prev', null]);
    expect(parameterName('static int helper(int a)', 0)).toBeNull();
  });
});
