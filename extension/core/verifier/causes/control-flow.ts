import type { Cause } from './cause';

/** Loops, size, returns, callbacks. */
export const CONTROL_FLOW: readonly Cause[] = [
  {
    code: 'infinite-loop',
    when: /^infinite loop detected at insn (\d+)/,
    message: 'This loop never ends: a pass through it changes nothing that the verifier can see',
    explanation:
      'The verifier walks every pass of a loop. Here it came back with the same values as before.',
    suggestion:
      'Loop with a counter and a fixed bound, with bpf_loop(), with bpf_for(i, 0, N) of libbpf 1.3 or later, or with "while (cond && can_loop)".',
  },
  {
    code: 'infinite-loop',
    when: /^back-edge from insn (\d+) to (\d+)/,
    message: 'The program jumps backwards without a bound',
    explanation: 'Such a loop can not be proven to end.',
    suggestion: 'Loop with a fixed bound, or with bpf_loop().',
  },
  {
    code: 'infinite-loop',
    when: /^recursive call from (.*?)\(\) to (.*?)\(\)/,
    message: '$1() calls $2(), which calls it again',
    explanation: 'BPF functions can not be recursive: their stack is fixed.',
    suggestion: 'Turn the recursion into a bounded loop.',
  },
  {
    code: 'too-complex',
    when: /^BPF program is too large\. Processed (\d+) insn/,
    message: 'Too complex: the verifier gave up after $1 instructions',
    explanation:
      'It walks every path, and every pass of a loop with other values is a path of its own. The limit is one million instructions over all paths.',
    suggestion:
      'Loop with bpf_for() or bpf_loop(), which are walked a few times only; move the body into a global function; use fewer branches inside loops.',
  },
  {
    code: 'too-complex',
    when: /^The sequence of (\d+) jumps is too complex|too many iterations|iteration limit reached|^too many states/,
    message: 'Too complex: there are too many paths through this code',
    explanation: 'Every branch doubles the paths that the verifier has to walk.',
    suggestion:
      'Loop with bpf_for() or bpf_loop(), and move parts into global functions, which are checked once.',
  },
  {
    code: 'bad-return',
    when: /^At (?:program|subprogram|callback|async callback) (?:exit|return) the register R(\d+) (?:has |is )?(.*)$/,
    message: 'The value returned here is not allowed: $2',
    explanation: 'The kernel expects certain values from this function and relies on them.',
    suggestion: 'Return a constant that is allowed on every path; clamp what other functions gave.',
  },
  {
    code: 'bad-return',
    when: /^R0 (?:not a scalar value|leaks addr as return value)|^(?:Subprog|subprogram) .* return/i,
    message: 'A pointer is returned where a number is expected',
    explanation: 'Operations return numbers: a CPU, 0 or a negative errno, true or false.',
    suggestion: 'Return the number the operation asks for.',
  },
  {
    code: 'bad-return',
    when: /^Global function (\w+)\(\) (?:doesn't return scalar|return value not void)/,
    message: '$1() returns no number, which a global function must',
    explanation: 'Global functions are checked by themselves, and only numbers may leave them.',
    suggestion: 'Make the function static, or return an index in place of a pointer.',
    early: true,
  },
  {
    code: 'callback',
    when: /^callback function not static/,
    message: 'The callback is a global function, and must be static',
    explanation:
      'Global functions are checked by themselves; a callback is checked where it is called.',
    suggestion: 'Write static before it.',
  },
  {
    code: 'callback',
    when: /callback/i,
    message: 'A callback is used in a way that is not allowed',
    explanation: 'Callbacks must be static functions of the right prototype, and return 0 or 1.',
    suggestion: 'Compare it with the prototype that the function called asks for.',
  },
  {
    code: 'unsupported',
    when: /^unreachable insn \d+|^last insn is not an exit or jmp|^jump out of range|^invalid BPF_LD_IMM insn|^invalid may_goto|^unknown opcode|^unrecognized bpf_ld_imm64|^invalid bpf_ld_imm64/,
    message: 'The compiled code has a shape that the kernel does not take',
    explanation:
      'Mostly undefined behaviour that the compiler used, code built without -O2, or instructions newer than the kernel.',
    suggestion: 'Build with -O2 -mcpu=v3 and -Wall, and look for variables without a value.',
  },
];
