import { pattern, REGISTER, type Cause } from './cause';

/** Types of pointers and arguments, and arithmetic on them. */
export const POINTERS: readonly Cause[] = [
  {
    code: 'pointer-arithmetic',
    when: pattern`^${REGISTER} (?:.*pointer arithmetic.*prohibited|bitwise operator .* on pointer prohibited|pointer comparison prohibited|.*subtraction from stack pointer prohibited|partial copy of pointer)|^invalid size of register spill|^corrupted spill memory`,
    message: 'This arithmetic is not allowed on a pointer ($1)',
    named: 'This arithmetic is not allowed on the pointer `$name`',
    explanation:
      'The verifier follows additions of bounded numbers only; anything else would lose the track of what is pointed to.',
    suggestion: 'Compute the index as a number, bound it, and let the compiler index the array.',
  },
  {
    code: 'out-of-bounds',
    when: /^math between (\w+) pointer and (?:register with unbounded min value|-?\d+) is not allowed/,
    message:
      'This index may be negative or far too large: it is added to a pointer without any bound',
    named: '`$name` may be negative or far too large, and is used as an index without any bound',
    explanation:
      'A signed number, p->pid for one, may be below zero as far as the verifier knows, so the address could be anything.',
    suggestion:
      'Copy the index into an unsigned variable and check it right before the use: if (i >= LENGTH) return;',
  },
  {
    code: 'pointer-arithmetic',
    when: /has unknown scalar with mixed signed bounds|tried to (?:add|sub) (?:from different maps|beyond pointer bounds)|^value -?\d+ makes .* pointer be out of bounds/,
    message: 'A number without known bounds is added to a pointer',
    named: '`$name` has no known bounds and is added to a pointer',
    explanation: 'The result could point anywhere.',
    suggestion: 'Bound the number first, unsigned: if (i >= LENGTH) return;',
  },
  {
    code: 'pointer-arithmetic',
    when: /^dereference of modified (\w+) ptr|^variable .* access var_off=|invalid variable offset: off=|^cannot pass in dynptr at an offset/,
    message: 'A pointer is used here that was moved from where it must point',
    named: '`$name` was moved from where it must point',
    explanation: 'Kernel objects are used by the very pointer that was handed out.',
    suggestion: 'Keep the original pointer and use its fields by name.',
  },
  {
    code: 'bad-argument',
    when: /^Caller passes invalid args into func#\d+ \('(\w+)'\)/,
    message: '$1() is called with an argument that it does not take',
    explanation: 'A global function is checked by its prototype alone, and so are its calls.',
    suggestion: 'Compare the call with the prototype, or make the function static.',
    weight: 1,
  },
  {
    code: 'callback',
    when: pattern`^${REGISTER} type=(.*?) expected=func$`,
    message: 'A callback must be a static function of the program; $1 is $2',
    explanation: 'The verifier walks the callback, so it must know which function it is.',
    suggestion: 'Name the function in the call itself: bpf_loop(n, visit, &context, 0).',
  },
  {
    code: 'bad-argument',
    when: pattern`^${REGISTER} type=(.*?) expected=(.*)`,
    message: 'Wrong kind of argument in $1: it is $2, and $3 is expected',
    named: 'Wrong kind of argument: `$name` is $2, and $3 is expected',
    explanation: 'The function called knows only certain kinds of memory.',
    suggestion:
      'A number where a pointer is expected often comes from bpf_get_current_task(): use bpf_get_current_task_btf() and typed pointers.',
  },
  {
    code: 'bad-argument',
    when: /^(R\d+|\*\(R\d+[^)]*\)|arg#\d+) is (.*?) expected (.*)/,
    message: 'Wrong kind of argument in $1: it is $2, and $3 is expected',
    explanation: 'The function called knows only certain kinds of memory.',
    suggestion: 'Compare the call with the prototype in vmlinux.h.',
  },
  {
    code: 'bad-argument',
    when: pattern`^${REGISTER} must be (?:referenced or trusted|a rcu pointer)`,
    message: 'The pointer in $1 is not one that the kernel vouches for',
    named: '`$name` is not a pointer that the kernel vouches for',
    explanation:
      'It was read from another struct or from a map, so the object may be gone when the function uses it.',
    suggestion:
      'Take a reference first (e.g. bpf_task_from_pid(), bpf_cgroup_acquire()), or call within bpf_rcu_read_lock() where the field is RCU protected.',
  },
  {
    code: 'bad-argument',
    when: /^kernel function (\w+) .*expected pointer to (.*?) but .* has a pointer to (.*)$/,
    message: '$1() takes a pointer to $2, not to $3',
    explanation: 'Kernel functions check the type of what is pointed to.',
    suggestion:
      'Convert explicitly, e.g. (const struct cpumask *)mask for a struct bpf_cpumask, or pass the right object.',
  },
  {
    code: 'bad-argument',
    when: /^(?:arg ?#?\d+|R\d+|\*\(R\d+[^)]*\)) .*(?:expected pointer|must point to|memory, len pair leads to invalid|reference type|pointer type|is an unacquired reference)/,
    message: 'An argument is not what the function called takes',
    named: '`$name` is not what $callee takes',
    explanation: "The kind of pointer does not fit the parameter's type.",
    suggestion: 'Compare the call with the prototype in vmlinux.h.',
  },
  {
    code: 'bad-argument',
    when: pattern`^${REGISTER} must be a known constant|^${REGISTER} is not a (?:known )?const|^${REGISTER} has no valid kptr|^${REGISTER} is of type .* but|^${REGISTER} doesn't point to|^${REGISTER} expected pointer to ctx|^Unsupported reg type|^${REGISTER} must have zero offset|^${REGISTER} is not a scalar`,
    message: 'An argument is not what the function called takes',
    named: '`$name` is not what $callee takes',
    explanation: 'The value, its kind or its constness does not fit the parameter.',
    suggestion: 'Compare the call with the prototype in vmlinux.h.',
  },
  {
    code: 'bad-argument',
    when: /leaks addr|leaks pointer|^store to referenced kptr|doesn't point to kptr|^invalid kptr access|^helper access to the packet is not allowed|^the prog does not allow writes to packet data/,
    message: 'This pointer can not be used or stored here',
    explanation: 'The kernel allows such pointers only in places that keep them alive and secret.',
    suggestion: 'Use bpf_kptr_xchg() for pointers kept in map values, and numbers elsewhere.',
  },
];
