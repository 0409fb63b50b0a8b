interface Advice {
  readonly explanation: string;
  readonly suggestion: string;
}

/** What clang's short texts mean when the code is a scheduler and the machine is BPF. */
const ADVICE: readonly (Advice & { readonly when: RegExp })[] = [
  {
    when: /BPF stack limit is exceeded/,
    explanation:
      'A BPF program and all functions it calls share 512 bytes of stack, and this function alone needs more.',
    suggestion:
      'Move large arrays and structs into a per-CPU array map, and pass pointers instead of copies.',
  },
  {
    when: /unsupported signed division/i,
    explanation: 'The BPF instruction set v3 has division of unsigned numbers only.',
    suggestion:
      'Make both sides unsigned, e.g. (u32)a % 7, or build with -mcpu=v4 for kernels from 6.6 on.',
  },
  {
    when: /call to built-in function '.*' is not supported/i,
    explanation: 'There is no C library in the kernel: only copies of a constant size are inlined.',
    suggestion:
      'Give the copy a constant size, or use bpf_probe_read_kernel() or a bounded loop of your own.',
  },
  {
    when: /stack arguments are not supported|too many args/i,
    explanation: 'A BPF function takes at most five arguments, all in registers.',
    suggestion:
      'Put the arguments into a struct and pass its address, or make the function inline.',
  },
  {
    when: /'vmlinux\.h' file not found/,
    explanation: "vmlinux.h holds the target kernel's types and is made from its BTF.",
    suggestion:
      'Build with SCX Studio, which makes it, or run: bpftool btf dump file /sys/kernel/btf/vmlinux format c > vmlinux.h',
  },
  {
    when: /'scx_bpf_(?:dsq_insert|dsq_move)\w*'.*undeclared|undeclared.*'scx_bpf_(?:dsq_insert|dsq_move)\w*'/,
    explanation: 'Kernel 6.12 has these functions under their old names.',
    suggestion:
      'On 6.12: scx_bpf_dispatch() for scx_bpf_dsq_insert(), scx_bpf_consume() for scx_bpf_dsq_move_to_local().',
  },
  {
    when: /undeclared.*'scx_bpf_(?:dispatch|consume)\w*'/,
    explanation: 'Kernel 6.13 renamed these functions, and 6.17 removed the old names.',
    suggestion:
      'Use scx_bpf_dsq_insert() for scx_bpf_dispatch(), scx_bpf_dsq_move_to_local() for scx_bpf_consume().',
  },
  {
    when: /no member named '.*' in 'struct/,
    explanation: "The target kernel's own types are used, and this struct has no such field there.",
    suggestion:
      'Look the field up in vmlinux.h: it may have another name on this kernel, or need a kernel option.',
  },
];

const NONE = { explanation: null, suggestion: null } as const;

/** An explanation and a suggestion for one clang message; nulls where clang says enough. */
export function adviceFor(message: string): Advice | typeof NONE {
  const advice = ADVICE.find(({ when }) => when.test(message));
  return advice ? { explanation: advice.explanation, suggestion: advice.suggestion } : NONE;
}
