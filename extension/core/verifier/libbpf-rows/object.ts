import type { LibbpfRow } from './row';

/** What is wrong with an object, or does not fit the kernel. libbpf 1.1 to 1.7. */
export const OBJECT_ROWS: readonly LibbpfRow[] = [
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
    when: /extern \((?:(?:func|var) )?ksym\) '(.*?)': (?:(?:func_proto|type) \[-?\d+\] incompatible with|incompatible types)/,
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
    when: /prog '(.*?)': relo #\d+: (?:failed to (?:relocate|patch insn)|relocation decision ambiguity|field offset ambiguity)/,
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
    when: /failed to guess program type (?:from ELF section|based on ELF section name) '(.*?)'/,
    code: 'verifier/other',
    message: 'The section "$1" is of no kind that libbpf knows',
    explanation: 'The name of a section says which kind of program it holds.',
    suggestion: 'Use BPF_STRUCT_OPS() or SEC("struct_ops/…").',
  },
  {
    when: /BTF is required, but is missing or corrupted|BTF is mandatory, can't proceed/,
    code: 'verifier/no-btf',
    message: 'The object has no type information',
    explanation: 'It was compiled without -g, or stripped too far.',
    suggestion: 'Build with -g; strip with llvm-strip -g only.',
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
];
