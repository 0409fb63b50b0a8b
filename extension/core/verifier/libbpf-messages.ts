import { finding, type Finding } from '../findings/finding';
import type { VerifierCode } from '../findings/verifier-codes';

interface Row {
  readonly when: RegExp;
  readonly code: `verifier/${VerifierCode}` | 'load/rejected';
  readonly message: string;
  readonly explanation: string;
  readonly suggestion: string;
}

/** What libbpf and bpftool say when an object never reaches the verifier. libbpf 1.1 to 1.7. */
const ROWS: readonly Row[] = [
  {
    when: /extern \(func ksym\) '(.*?)': not found in kernel or module BTFs/,
    code: 'verifier/missing-kfunc',
    message: '$1() does not exist on the target kernel',
    explanation:
      'The scheduler calls a kernel function that this kernel does not have. 6.13 renamed scx_bpf_dispatch() to scx_bpf_dsq_insert() and scx_bpf_consume() to scx_bpf_dsq_move_to_local(); 6.17 removed the old names.',
    suggestion:
      "Use the kernel's own name, or declare it __weak and test bpf_ksym_exists() before the call.",
  },
  {
    when: /extern \((?:func|var) ksym\) '(.*?)': (?:func_proto \[-?\d+\]|type \[-?\d+\]) incompatible with/,
    code: 'verifier/missing-kfunc',
    message: '$1 is declared otherwise than on the target kernel',
    explanation: "The prototype in the object and the one in the kernel's BTF differ.",
    suggestion: "Build with the target's own vmlinux.h and declare nothing by hand.",
  },
  {
    when: /extern (?:\(\w+ ksym\) )?'(.*?)'(?: \(strong\))?: not (?:resolved|found in kernel)/,
    code: 'verifier/missing-kfunc',
    message: '$1 does not exist on the target kernel',
    explanation: 'libbpf found neither a function, a variable nor a kernel option of this name.',
    suggestion: 'Declare it __weak and test it before the use.',
  },
  {
    when: /struct_ops init_kern: struct (\w+) is not found in kernel BTF/,
    code: 'verifier/unsupported',
    message: 'The target kernel has no struct $1: it has no sched_ext',
    explanation: 'sched_ext is in kernels from 6.12 on that are built with CONFIG_SCHED_CLASS_EXT.',
    suggestion: 'Choose another target; the lab has such a kernel.',
  },
  {
    when: /struct_ops init_kern \S+: Cannot find member (\w+) in kernel BTF/,
    code: 'verifier/missing-field',
    message: 'The target kernel has no operation or setting "$1"',
    explanation: 'It came with a later kernel. Members that are not set do no harm.',
    suggestion: 'Leave it out for this kernel.',
  },
  {
    when: /struct_ops init_kern \S+: (?:Error in size of member|Unmatched member type) (\w+):? (\d+) != (\d+)\(kernel\)/,
    code: 'verifier/missing-field',
    message: 'The operation or setting "$1" has another type on the target kernel',
    explanation:
      'The sched_ext_ops that the scheduler was built with is not the one of this kernel.',
    suggestion: "Build with the target's own vmlinux.h and declare sched_ext_ops nowhere else.",
  },
  {
    when: /struct_ops init_kern \S+: bitfield (\w+) is not supported/,
    code: 'verifier/unsupported',
    message: 'The member "$1" of the ops table is a bit field, which libbpf does not load',
    explanation: 'The kernel has no bit fields in sched_ext_ops.',
    suggestion: "Build with the target's own vmlinux.h and declare sched_ext_ops nowhere else.",
  },
  {
    when: /prog '(.*?)': relo #\d+: failed to (?:relocate|patch insn)/,
    code: 'verifier/missing-field',
    message: 'A field or type that $1 uses can not be found for certain on the target kernel',
    explanation:
      'libbpf looks for it in the types of the kernel and its modules, and found nothing that fits, or several that differ.',
    suggestion:
      "Build with the target's own vmlinux.h, or guard the access: bpf_core_field_exists().",
  },
  {
    when: /failed to find BTF for extern '(.*?)'/,
    code: 'verifier/missing-kfunc',
    message: '$1 is used but defined nowhere',
    explanation:
      'The object has only its declaration, and that does not say that the kernel provides it.',
    suggestion: 'Define it, or declare it with __ksym if it is of the kernel.',
  },
  {
    when: /prog '(.*?)': SEC\("struct_ops(?:\.s)?[^"]*"\) program isn't referenced anywhere/,
    code: 'verifier/other',
    message: 'The program $1 is in no ops table',
    explanation: 'libbpf does not load a struct_ops program that nothing refers to.',
    suggestion: 'Name it in SCX_OPS_DEFINE(), or remove it.',
  },
  {
    when: /prog '(.*?)': missing BPF prog type, check ELF section name '(.*?)'/,
    code: 'verifier/other',
    message: 'The section "$2" of the program $1 is of no kind that libbpf knows',
    explanation: 'The name of a section says which kind of program it holds.',
    suggestion: 'Use BPF_STRUCT_OPS() or SEC("struct_ops/…").',
  },
  {
    when: /failed to guess program type from ELF section '(.*?)'/,
    code: 'verifier/other',
    message: 'The section "$1" is of no kind that libbpf knows',
    explanation: 'The name of a section says which kind of program it holds.',
    suggestion: 'Use BPF_STRUCT_OPS() or SEC("struct_ops/…").',
  },
  {
    when: /BTF is required, but is missing or corrupted/,
    code: 'verifier/no-btf',
    message: 'The object has no type information',
    explanation: 'It was compiled without -g, or stripped too far.',
    suggestion: 'Build with -g; strip with llvm-strip -g only.',
  },
  {
    when: /vmlinux BTF is not found|Error loading vmlinux BTF|failed to find valid kernel BTF|kernel BTF is missing/i,
    code: 'verifier/no-btf',
    message: 'The target kernel has no type information (BTF)',
    explanation: 'There is no /sys/kernel/btf/vmlinux to read, so nothing can be relocated.',
    suggestion: 'Use a kernel that was built with CONFIG_DEBUG_INFO_BTF=y.',
  },
  {
    when: /permission error while running as root; try raising 'ulimit -l'|Error in bpf_object__probe_loading\(\): .*\(1\)|bpf\(\): Operation not permitted/,
    code: 'verifier/permission',
    message: 'The target does not allow to load BPF programs',
    explanation: 'Loading needs root, or CAP_BPF, CAP_PERFMON and CAP_SYS_ADMIN.',
    suggestion: 'Use a target with root or with sudo that asks no password.',
  },
  {
    when: /map '(.*?)': failed to create: (.*)|failed to create map \(name: '(.*?)'\): (.*)/,
    code: 'verifier/map',
    message: 'The map $1$3 could not be created: $2$4',
    explanation: "The kernel refuses the map's type, sizes or flags.",
    suggestion: "Look at the map's definition; large maps also need memory on the target.",
  },
  {
    when: /map '(.*?)': (unknown field '.*?'|conflicting .*|unexpected .*|unsupported .*|should be .*)/,
    code: 'verifier/map',
    message: 'The definition of the map $1 is wrong: $2',
    explanation: 'libbpf reads a map from the members of its struct in ".maps".',
    suggestion: 'Give it type, max_entries, key and value: __uint(), __type().',
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
];

/**
 * A finding for one line of libbpf or bpftool; null when it is only information. `callerOf` names the
 * program that calls a kernel function.
 */
export function libbpfFinding(
  raw: string,
  line: string,
  callerOf: (name: string) => string | null,
): Finding | null {
  for (const row of ROWS) {
    const groups = row.when.exec(line);
    if (!groups) continue;
    return finding({
      code: row.code,
      severity: 'error',
      message: row.message.replaceAll(/\$(\d)/g, (_, index: string) => groups[Number(index)] ?? ''),
      program: /prog '(.*?)'/.exec(line)?.[1] ?? callerOf(groups[1] ?? ''),
      explanation: row.explanation,
      suggestion: row.suggestion,
      statement: raw,
      raw: [raw],
    });
  }
  return null;
}
