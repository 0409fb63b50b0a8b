/** clang's -D__TARGET_ARCH_ values (libbpf bpf_tracing.h) by `uname -m`. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: 'x86',
  i686: 'x86',
  aarch64: 'arm64',
  armv7l: 'arm',
  riscv64: 'riscv',
  ppc64le: 'powerpc',
  s390x: 's390',
  loongarch64: 'loongarch',
};

/**
 * The flags every BPF object is compiled with. `-fms-extensions`: a vmlinux.h of kernel 7.x embeds
 * anonymous tagged structs, whose fields are lost without it; clang warns of each, hence the -Wno.
 * v3 is what every sched_ext kernel's verifier and JIT take, as in the scx project's own builds.
 */
export function bpfFlags(machine: string): readonly string[] {
  const architecture = ARCHITECTURES[machine] ?? machine;
  return [
    '-g',
    '-O2',
    '-target',
    'bpf',
    '-mcpu=v3',
    `-D__TARGET_ARCH_${architecture}`,
    '-fms-extensions',
    '-Wno-microsoft-anon-tag',
    '-Wall',
    '-Wno-unused-function',
    '-Wno-missing-declarations',
    '-fno-color-diagnostics',
  ];
}
