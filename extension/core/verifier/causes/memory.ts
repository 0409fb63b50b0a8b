import { pattern, REGISTER, type Cause } from './cause';

const NULL_SUGGESTION =
  'Test it right before the use: if (!ptr) return; in the same variable, without reading it again. In dispatch that is prev, in yield it is to.';

/** Reads and writes through pointers, and the stack. */
export const MEMORY: readonly Cause[] = [
  {
    code: 'null-pointer',
    when: pattern`^${REGISTER} invalid mem access '([\w ]*_or_null\w*)'`,
    message: 'This pointer may be NULL here and is used without a check ($2 in $1)',
    named: '`$name` may be NULL here and is used without a check',
    explanation:
      'The value comes from a lookup, a kernel function or an argument that may give NULL, and on this path nothing compared it with NULL.',
    suggestion: NULL_SUGGESTION,
  },
  {
    code: 'null-pointer',
    when: /^Possibly NULL pointer passed to (?:trusted|helper) (.*)$/,
    message: 'A pointer that may be NULL is passed on as $1',
    named: '`$name` may be NULL and is passed on here as $1',
    explanation: 'The function called takes no NULL, and on this path nothing rules it out.',
    suggestion: NULL_SUGGESTION,
  },
  {
    code: 'null-pointer',
    when: pattern`^${REGISTER} pointer arithmetic on (\w*or_null\w*) prohibited, null-check it first`,
    message: 'An address is computed from a pointer that may be NULL ($2 in $1)',
    named: 'An address is computed from `$name`, which may be NULL',
    explanation:
      'NULL plus an offset would no longer look like NULL, so it must be ruled out first.',
    suggestion: NULL_SUGGESTION,
  },
  {
    code: 'read-only-write',
    when: pattern`^${REGISTER} cannot write into (?:ptr_)?(\w+) at off=(-?\d+) size=(\d+)`,
    message: 'This field of struct $2 can not be written (offset $3, $4 bytes)',
    named: '`$name` can not be written: the kernel keeps it (struct $2, offset $3)',
    explanation:
      'A scheduler reads everything in kernel structs, but writes only the few fields that the kernel offers for it.',
    suggestion:
      'Of a task only p->scx.slice, p->scx.dsq_vtime and, in init_task, p->scx.disallow are written. Keep own values in task storage.',
  },
  {
    code: 'read-only-write',
    when: pattern`^(?:${REGISTER} cannot write into (.*)|write into map forbidden.*|only read is supported|only read from (?:\w+) is supported)$`,
    message: 'This memory is read-only',
    named: '`$name` is read-only memory',
    explanation:
      'Constants (const volatile, .rodata), kernel structs and some results of kernel functions can be read only.',
    suggestion: 'Write to a variable that is not const, or to a map value of your own.',
  },
  {
    code: 'uninitialized',
    when: /^invalid (?:indirect )?read from stack .*off (-?\d+)\+(-?\d+) size (\d+)/,
    message: 'Bytes of a local variable are used that were never written (byte $2 of $3)',
    explanation:
      'Padding between the fields of a struct counts too when its address goes to a helper or a map.',
    suggestion: 'Clear the variable as a whole first: struct key k = {}; or __builtin_memset().',
  },
  {
    code: 'uninitialized',
    when: pattern`^${REGISTER} !read_ok`,
    message: 'A value is used that was never set on this path ($1)',
    explanation:
      'Either a variable has no value here, or the function has fewer arguments than its code reads; a call also clears R1 to R5.',
    suggestion:
      "Give the variable a value on every path, and check the operation's arguments against its prototype.",
  },
  {
    code: 'uninitialized',
    when: /^unexpected __bpf_trap\(\) due to uninitialized variable/,
    message: 'The compiler found undefined behaviour here and left a trap',
    explanation: 'clang saw a variable that is used without a value on this path.',
    suggestion: 'Build with -Wall and give the variable a value on every path.',
  },
  {
    code: 'stack-limit',
    when: /^combined stack size of (\d+) calls is (\d+)\. Too large/,
    message: 'The stack of $1 nested functions is $2 bytes; 512 is the limit',
    explanation:
      'All functions of a call chain share 512 bytes, each rounded up to a multiple of 32.',
    suggestion: 'Move large local variables into a per-CPU array map, or inline small functions.',
  },
  {
    code: 'stack-limit',
    when: /^the call stack of (\d+) frames is too deep/,
    message: 'Functions call each other too deep: $1 are open here; 8 is the limit',
    explanation:
      'Every function that is entered takes a frame. One that calls itself takes one each time.',
    suggestion: 'Nest fewer functions: inline small ones, and turn recursion into a bounded loop.',
  },
  {
    code: 'stack-limit',
    when: /^(?:stack size of subprog \d+ is|stack size) (\d+).*[Tt]oo large/,
    message: 'The stack of this program is too large',
    explanation: 'A call chain has 512 bytes of stack and at most 8 functions.',
    suggestion: 'Move large local variables into a per-CPU array map, and nest fewer functions.',
  },
  {
    code: 'out-of-bounds',
    when: pattern`^${REGISTER} (min|max) value is (?:outside of the allowed memory range|negative).*`,
    message:
      'This access may be outside of its memory: the $2 value in $1 is not bounded well enough',
    named:
      '`$name` is not bounded well enough for this access: its $2 value may be outside of the memory',
    explanation:
      'The verifier tracks the range of every number. On this path the index or size may still be below zero or beyond the end.',
    suggestion:
      'Compare the very variable that is used, unsigned, right before the access: if (i >= LENGTH) return; or mask it: i & (LENGTH - 1).',
  },
  {
    code: 'out-of-bounds',
    when: pattern`^${REGISTER} unbounded memory access`,
    message: 'This access has no upper bound ($1)',
    named: '`$name` has no upper bound here',
    explanation: 'Nothing on this path limits the index or size.',
    suggestion: 'Add if (i >= LENGTH) return; or mask it: i & (LENGTH - 1).',
  },
  {
    code: 'out-of-bounds',
    when: /^invalid access to map (value|key), (?:value|key)_size=(\d+) off=(-?\d+) size=(\d+)/,
    message: 'This access is outside of the map $1: $4 bytes at offset $3 of $2',
    named: '`$name` is outside of the map $1 here: $4 bytes at offset $3 of $2',
    explanation: 'Global variables are map values too: their arrays end where the section ends.',
    suggestion: 'Check the index against the length of the array before the access.',
    weight: 1,
  },
  {
    code: 'out-of-bounds',
    when: /^(?:invalid access to (?:memory|packet)|offset is outside of the packet|.* (?:offset is|is) outside of the packet)/,
    message: 'This access may be outside of its memory',
    explanation: 'The bounds that were checked before do not cover the bytes that are used here.',
    suggestion: 'Check the end of the access, not its beginning, against the size of the memory.',
    weight: 1,
  },
  {
    code: 'out-of-bounds',
    when: /^invalid .*\bstack\b|stack (?:R\d+ )?(?:off|var_off|type)\b.*=|variable.offset stack access/,
    message: 'This access is outside of the stack, or at an unknown place in it',
    explanation: 'Local arrays can be indexed only with a number whose range is known.',
    suggestion: 'Bound the index, or keep the array in a map value.',
  },
  {
    code: 'out-of-bounds',
    when: /invalid zero-sized read|^invalid zero-size region/,
    message: 'The size given here may be 0',
    explanation: 'The function called reads at least one byte.',
    suggestion: 'Return early when the size is 0.',
  },
  {
    code: 'missing-field',
    when: /^(?:access beyond |cannot access ptr member \w+ with moff \d+ in )(?:struct ?(\w*)|the end of member (\w+))/,
    message: 'There is no such field at this offset of struct $1$2 in the target kernel',
    explanation: "The object was compiled against another layout of the struct than the kernel's.",
    suggestion: "Build with the target's own vmlinux.h, or let CO-RE move the field.",
  },
  {
    code: 'bad-argument',
    when: pattern`^${REGISTER} invalid mem access '(.*?)'`,
    message: 'The value in $1 is no pointer that can be used here ($2)',
    named: '`$name` is no pointer that can be used here ($2)',
    explanation:
      'It was a number from the start, or lost its type: read from untyped memory, computed, or stored as u64.',
    suggestion:
      'Keep pointers in typed variables; read kernel memory behind other addresses with BPF_CORE_READ() or bpf_probe_read_kernel().',
  },
  {
    code: 'bad-argument',
    when: /^invalid bpf_context access off=(\d+)/,
    message: 'The operation has no argument here (offset $1)',
    explanation: 'The function was written with more arguments, or others, than the kernel passes.',
    suggestion: "Compare its arguments with the operation's prototype in struct sched_ext_ops.",
  },
];
