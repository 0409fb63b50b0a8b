import type { Cause } from './cause';

/** What may be called where, licence, privileges, and what the kernel itself lacks. */
export const CONTEXT: readonly Cause[] = [
  {
    code: 'sleepable-context',
    when: /^program must be sleepable to call sleepable kfunc (\w+)/,
    message: '$1() may sleep, and this program may not',
    explanation: 'Only some operations run where sleeping is allowed, and they have to say so.',
    suggestion:
      'Call it from init, declared with BPF_STRUCT_OPS_SLEEPABLE (section "struct_ops.s/…").',
  },
  {
    code: 'sleepable-context',
    when: /is sleepable (?:but|within)|might sleep in|^sleepable helper|functions that may sleep are not allowed in non-sleepable/,
    message: 'This call may sleep, and it is made where sleeping is not allowed',
    explanation: 'Within RCU, locks, disabled preemption, and most operations nothing may sleep.',
    suggestion:
      'Call it from a sleepable operation such as init (BPF_STRUCT_OPS_SLEEPABLE), outside of locks.',
  },
  {
    code: 'sleepable-context',
    when: /^attach to unsupported member (\w+) of struct (\w+)/,
    message: 'The operation $1 can not be sleepable, or does not exist as it is used here',
    explanation: 'The kernel takes sleepable programs for init and a few others only.',
    suggestion: 'Declare it with BPF_STRUCT_OPS instead of BPF_STRUCT_OPS_SLEEPABLE.',
  },
  {
    code: 'sleepable-context',
    when: /requires RCU critical section protection|^expected an RCU CS when using/,
    message: 'This must be called between bpf_rcu_read_lock() and bpf_rcu_read_unlock()',
    explanation: 'What it returns is only safe to use while RCU is held.',
    suggestion: 'Put bpf_rcu_read_lock() before and bpf_rcu_read_unlock() after the use.',
  },
  {
    code: 'kfunc-not-allowed',
    when: /^calling kernel function (\w+) is not allowed/,
    message: '$1() can not be called from this operation',
    explanation:
      'Every kernel function is open to certain operations only: scx_bpf_dsq_move_to_local() to dispatch, scx_bpf_create_dsq() to init. Kernels before 7.2 say so only when the call is made.',
    suggestion:
      'Move the call to an operation that allows it; what is made for other kinds of programs, LSM for one, is open to none.',
  },
  {
    code: 'kfunc-not-allowed',
    when: /^(?:program of this type cannot use helper|unknown func|invalid func) ([\w ]+?)#\d+/,
    message: 'The helper $1 is not open to schedulers on this kernel',
    explanation: 'Each kind of BPF program has its own list of helpers.',
    suggestion: 'Look for a kernel function (scx_bpf_… or bpf_…) that does the same.',
  },
  {
    code: 'missing-kfunc',
    when: /^kfunc '([\w.]+)' is referenced but wasn't resolved/,
    message: '$1() does not exist on the target kernel',
    explanation: 'It was declared weak, so loading went on; but here it is called all the same.',
    suggestion: 'Guard the call: if (bpf_ksym_exists(name)) name(…);',
  },
  {
    code: 'missing-kfunc',
    when: /<invalid kfunc call>/,
    message: 'A kernel function is called here that does not exist on the target kernel',
    explanation: 'It was declared weak, so loading went on; but here it is called all the same.',
    suggestion: 'Guard the call: if (bpf_ksym_exists(name)) name(…);',
    weight: 1,
  },
  {
    code: 'missing-field',
    when: /<invalid CO-RE relocation>/,
    message: 'A field or type is used here that the target kernel does not have',
    explanation: 'libbpf found nothing in the kernel that fits, and left a trap in its place.',
    suggestion: 'Guard the access: if (bpf_core_field_exists(p->field)) …',
    weight: 1,
  },
  {
    code: 'missing-field',
    when: /^failed to resolve CO-RE relocation <(\w+)> \[\d+\] (.*?)(?: \(.*\))?$/,
    message: 'The target kernel does not have $2',
    explanation: 'libbpf looked for it in the types of the kernel and found nothing that fits.',
    suggestion: 'Guard the access: if (bpf_core_field_exists(p->field)) …',
  },
  {
    code: 'map',
    when: /^BPF map '([\w.]+)' is referenced but wasn't created/,
    message: 'The map $1 was not created, but is used here',
    explanation: 'Its creation was switched off or failed.',
    suggestion: "Look at the map's definition: its type, sizes and flags.",
  },
  {
    code: 'map',
    when: /<invalid BPF map reference>|not pointing to valid bpf_map|^The total number of maps|programs can only use .* maps|^invalid map|^map type|^cannot pass map_type|fd_idx without fd_array/i,
    message: 'A map is used that this program can not use',
    explanation: 'Not every type of map works in every kind of program.',
    suggestion: "Look at the map's definition and at how often maps are used in this program.",
  },
  {
    code: 'not-gpl',
    when: /non-GPL compatible program|must have a GPL compatible license/,
    message: 'The scheduler has no GPL licence',
    explanation: 'Kernel functions and struct_ops are open to GPL compatible programs only.',
    suggestion: 'Add: char _license[] SEC("license") = "GPL";',
  },
  {
    code: 'unsupported',
    when: /^BPF_ATOMIC uses invalid atomic opcode/,
    message: 'The target kernel does not know this atomic instruction',
    explanation: 'Loads and stores with ordering came with 6.15; clang writes them for -mcpu=v4.',
    suggestion: 'Build with -mcpu=v3, or use __sync builtins.',
  },
  {
    code: 'unsupported',
    when: /^JIT (?:does not support|is required)|CONFIG_DEBUG_INFO_BTF|non-JITed|cannot be sleepable|can be sleepable|^Attaching tracing programs to function|uses reserved fields|addr_space_cast|^kernel is missing BTF|cannot find address for kernel function/,
    message: 'The target kernel, or its JIT, does not support this',
    explanation: 'The kernel was built without a part that this program needs, or is too old.',
    suggestion: 'Use a newer kernel, or do without the feature.',
  },
  {
    code: 'no-btf',
    when: /func_info|line_info|in-kernel BTF is malformed|btf_vmlinux is malformed|^failed to find BTF for kernel function/,
    message: "The object's type information does not fit its code or the kernel",
    explanation: 'The kernel checks the BTF that clang writes with -g.',
    suggestion: 'Build again with -g and a newer clang; strip with llvm-strip -g only.',
  },
];

/** Remarks that stop nothing but can stand where an error would. */
export const HARMLESS: readonly Cause[] = [
  /^arg#\d+ reference type\('/,
  /^reg type unsupported for arg#/,
  /^func '\w+' arg\d+ has btf_id/,
  /^math between .* is not allowed for unpriv/,
  /^marking pointer arg|fall back to|^Note, |^CO-RE relocating/,
  /^(?:load program|Verifier log|Verifier error)/,
  /^\(\d+ lines? omitted\)/,
  /^PROCESSING |^Processing |^VERIFIER LOG:|^[-=]{5,}$/,
].map((when) => ({
  code: 'other',
  when,
  message: '',
  explanation: '',
  suggestion: '',
  weight: 0 as const,
}));
