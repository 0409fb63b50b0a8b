import { pattern, REGISTER, type Cause } from './cause';

/** What is taken and must be given back: references, locks, iterators, dynptrs, IRQ flags. */
export const RESOURCES: readonly Cause[] = [
  {
    code: 'unreleased-reference',
    atEnd: true,
    when: /^Unreleased reference id=(\d+) alloc_insn=(\d+)/,
    message: 'What was taken at instruction $2 is not given back on this path',
    named: '`$name` is not released on this path',
    explanation:
      'Some functions return an object with a reference that must be released on every way out of the program.',
    suggestion:
      'Call the matching release before every return: bpf_task_release(), bpf_cgroup_release(), bpf_cpumask_release(), scx_bpf_put_cpumask(), scx_bpf_put_idle_cpumask(), bpf_ringbuf_submit() or _discard(). What bpf_kptr_xchg() gives back is released too.',
  },
  {
    code: 'unreleased-reference',
    atEnd: true,
    when: /would lead to reference leak|^Leaking reference id=|^R\d+ would lead to/,
    message: 'A reference that was taken is not given back on this path',
    explanation:
      'Some functions return an object with a reference that must be released on every way out of the program.',
    suggestion: 'Call the matching release before every return.',
    weight: 1,
  },
  {
    code: 'unreleased-reference',
    when: pattern`^${REGISTER} must be referenced when passed to release|^release k(?:func|ernel function) .* expects|reference has not been acquired before|^arg \d+ is an unacquired reference`,
    message: 'This releases something that was not taken, or twice',
    named: '`$name` is released here without being held: it was not taken, or released before',
    explanation: 'Only an object whose reference this program holds on this path can be released.',
    suggestion: 'Release exactly once, and only what an acquiring function returned.',
  },
  {
    code: 'lock-held',
    atEnd: true,
    when: /^BPF_EXIT instruction .* cannot be used inside (bpf_\w+?)-ed region/,
    message: 'The program returns here with $1() still in force',
    explanation:
      'Every path must give back what it took before it returns: spin locks, RCU, disabled preemption and interrupts.',
    suggestion: 'Unlock, enable or restore before this return.',
  },
  {
    code: 'lock-held',
    atEnd: true,
    when: /^(bpf_\w+(?:unlock|enable|restore))(?:\(s\))? is missing/,
    message: '$1() is missing on this path',
    explanation:
      'Every path must give back what it took before it returns: spin locks, RCU, disabled preemption and interrupts.',
    suggestion: 'Call it before this return.',
  },
  {
    code: 'lock-held',
    atEnd: true,
    when: /calls are not allowed while holding a lock|cannot be used inside bpf_(?:spin_lock|rcu_read_lock|preempt_disable)-ed region|inside (?:bpf_\w+-ed|rcu|lock) region/,
    message: 'This is not allowed while a lock is held',
    explanation:
      'Between bpf_spin_lock() and bpf_spin_unlock() only a few functions can be called.',
    suggestion: 'Do it before the lock or after the unlock; return only after the unlock.',
  },
  {
    code: 'lock-held',
    atEnd: true,
    when: /unlock without taking a lock|bpf_\w+unlock is missing|^Locking two bpf_spin_locks|must be held for|not in the same allocation|unmatched (?:rcu read unlock|attempt to enable preemption)|nested rcu read lock|^bpf_preempt_enable is missing|^\d+ bpf_preempt_enable/,
    message: 'Locks and unlocks do not match on this path',
    explanation: 'Every path must unlock what it locked, in the same function, before it returns.',
    suggestion: 'Follow each early return: is there an unlock before it?',
  },
  {
    code: 'lock-held',
    atEnd: true,
    when: /irq (?:state|flag)|bpf_local_irq_save-ed/i,
    message: 'Interrupt flags are not saved and restored in matching pairs on this path',
    explanation:
      'bpf_local_irq_save() and bpf_local_irq_restore() nest: the last one saved is restored first, in the same function.',
    suggestion: 'Follow each early return: is there a restore before it, in the right order?',
  },
  {
    code: 'iterator',
    when: /^expected an initialized iter_(\w+)/,
    message: 'The iterator is used here before it is begun, or after it is ended',
    explanation:
      'An iterator is begun with …_new, asked with …_next, and ended with …_destroy, once.',
    suggestion: 'Use bpf_for_each(), which begins and ends it on every path (libbpf 1.3 or later).',
  },
  {
    code: 'iterator',
    when: /^expected (?:an )?uninitialized iter_(\w+)/,
    message: 'The iterator is begun here while it is still in use',
    explanation:
      'An iterator is begun with …_new, asked with …_next, and ended with …_destroy, once.',
    suggestion: 'End it first, or use another variable.',
  },
  {
    code: 'iterator',
    when: /an iterator on stack|^iter_\w+/,
    message: 'An iterator is used in a way that is not allowed',
    explanation: 'It is a local variable that only its own …_new, …_next and …_destroy touch.',
    suggestion: 'Use bpf_for_each(), which begins and ends it on every path (libbpf 1.3 or later).',
  },
  {
    code: 'bad-argument',
    when: /^Expected an? (?:un)?initialized dynptr/i,
    message: 'A dynptr is used before it was set up, or set up twice',
    explanation: 'A dynptr must be set up once, right where it lies on the stack.',
    suggestion: 'Pass the address of the very struct bpf_dynptr that was set up.',
    weight: 1,
  },
  {
    code: 'bad-argument',
    when: /dynptr/i,
    message: 'A dynptr is used in a way that is not allowed',
    explanation:
      'A dynptr must be set up once, stay on the stack untouched, and be released if it came with a reference.',
    suggestion: 'Set it up right before the use, and do not write over it or copy it.',
  },
];
