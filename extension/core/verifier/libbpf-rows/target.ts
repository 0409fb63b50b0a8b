import type { LibbpfRow } from './row';

/** What the target lacks or does not allow. libbpf 1.1 to 1.7. */
export const TARGET_ROWS: readonly LibbpfRow[] = [
  {
    when: /struct_ops init_kern: struct (\w+) is not found in kernel BTF/,
    code: 'verifier/unsupported',
    message: 'The target kernel has no struct $1: it has no sched_ext',
    explanation: 'sched_ext is in kernels from 6.12 on that are built with CONFIG_SCHED_CLASS_EXT.',
    suggestion: 'Choose another target; the lab has such a kernel.',
  },
  {
    when: /vmlinux BTF is not found|Error loading vmlinux BTF|failed to find valid kernel BTF|kernel BTF is missing/i,
    code: 'verifier/no-btf',
    message: 'The target kernel has no type information (BTF)',
    explanation: 'There is no /sys/kernel/btf/vmlinux to read, so nothing can be relocated.',
    suggestion: 'Use a kernel that was built with CONFIG_DEBUG_INFO_BTF=y.',
  },
  {
    when: /permission error while running as root; try raising 'ulimit -l'|Error in bpf_object__probe_(?:loading|name)\(\): ?.*\(1\)|bpf\(\): Operation not permitted/,
    code: 'verifier/permission',
    message: 'The target does not allow to load BPF programs',
    explanation: 'Loading needs root, or CAP_BPF, CAP_PERFMON and CAP_SYS_ADMIN.',
    suggestion: 'Use a target with root or with sudo that asks no password.',
  },
  {
    when: /failed to open system Kconfig/,
    code: 'verifier/unsupported',
    message: 'The configuration of the target kernel can not be read, but a __kconfig is used',
    explanation: 'libbpf looks for it in /proc/config.gz and /boot/config-RELEASE.',
    suggestion: 'Use a kernel with CONFIG_IKCONFIG_PROC, or declare the variable __weak.',
  },
  {
    when: /can't register struct_ops (\w+): (.*)$/,
    code: 'load/rejected',
    message: 'The kernel did not register $1: $2',
    explanation:
      'Its programs are fine; the scheduler as a whole was refused. "Device or resource busy": another one runs; "Argument list too long": timeout_ms is over 30000; "Invalid argument": name or flags.',
    suggestion: 'Look at .name, .flags and .timeout_ms, and at what runs on the target.',
  },
  {
    when: /prog '(.*?)': failed to create (\w+) '(.*?)' perf event: /,
    code: 'verifier/unsupported',
    message: 'The program $1 can not be attached to the $2 $3 of the target kernel',
    explanation:
      'There is no such function or event there, or it can not be traced: names change between kernels, and functions are inlined.',
    suggestion:
      'Look for it in /proc/kallsyms or below /sys/kernel/tracing/events on the target, and do without where it is missing.',
  },
  {
    when: /prog '(.*?)': failed to (?:auto-)?attach: /,
    code: 'verifier/unsupported',
    message: 'The program $1 can not be attached on the target kernel',
    explanation:
      'It passed the verifier, but what it is to be attached to is missing or refuses it.',
    suggestion: 'Look at the section of the program, and at what the target kernel has.',
  },
  {
    when: /failed to find kernel BTF type ID of '(.*?)'/,
    code: 'verifier/unsupported',
    message: 'The target kernel has no function $1 that a program could be attached to',
    explanation: "The section of a program names it, and it is not in the kernel's types.",
    suggestion: 'Look for it in /proc/kallsyms on the target: names change between kernels.',
  },
];
