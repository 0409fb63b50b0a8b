import { faulty, fine, type Found, type Subject } from '../check';
import { installCommand, installStep } from '../install-command';
import { asRoot, isRootFree, systemOf, type Examination } from './examination';
import { lackOf } from './requirement';

const BTF: Subject = ['btf', 'BTF'];
const JIT: Subject = ['jit', 'BPF JIT'];
const BPFTOOL: Subject = ['bpftool', 'bpftool'];
const BPFFS: Subject = ['bpffs', 'BPF file system'];
const LOCKDOWN: Subject = ['lockdown', 'lockdown'];

const NO_BUILD = 'Nothing can be built for this kernel';
const NO_VERIFY = 'Schedulers are neither verified nor loaded';

/** What of BPF a target has. */
export function bpfChecks(examined: Examination): Found[] {
  return [
    btfCheck(examined),
    jitCheck(examined),
    bpftoolCheck(examined),
    bpffsCheck(examined),
    ...lockdownCheck(examined),
  ];
}

function btfCheck({ facts, more }: Examination): Found {
  const lack = lackOf(facts, 'no-btf');
  if (lack !== null) return faulty(BTF, 'missing', { ...lack, effect: NO_BUILD });
  const size = more.btfBytes === null ? 'there' : `${(more.btfBytes / 1e6).toFixed(1)} MB`;
  if (more.kfuncsMarked !== false) {
    return fine(BTF, more.kfuncsMarked === true ? `${size}, kfuncs marked` : size);
  }
  const detail = `${size}, kfuncs not marked (pahole before 1.26 made it)`;
  // Linux 7.1 gave many kfuncs an argument that only the mark tells libbpf to pass over.
  return isAtLeast(facts.kernelRelease, 7, 1)
    ? faulty(BTF, 'warning', {
        detail,
        effect:
          'Schedulers that call kfuncs can be refused: "func_proto … incompatible with vmlinux"',
        nextStep: 'Boot a kernel that was built with pahole 1.26 or later.',
      })
    : fine(BTF, detail);
}

function isAtLeast(release: string, major: number, minor: number): boolean {
  const [, first = '0', second = '0'] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}

/** Operations of struct_ops run only as native code (bpf_struct_ops.c, Linux 6.12). */
function jitCheck(examined: Examination): Found {
  const { jit, config } = examined.more;
  const isFixed = config?.values.get('CONFIG_BPF_JIT_ALWAYS_ON') === 'y';
  if (jit !== null && jit > 0) return fine(JIT, isFixed ? 'always on' : 'on');
  if (isFixed) return fine(JIT, 'always on (CONFIG_BPF_JIT_ALWAYS_ON)');
  return jit === 0
    ? faulty(JIT, 'missing', {
        detail: 'switched off (net.core.bpf_jit_enable is 0)',
        effect: 'The kernel registers no scheduler',
        nextStep: 'Switch it on:',
        command: asRoot(examined, 'sysctl -w net.core.bpf_jit_enable=1'),
      })
    : faulty(JIT, 'unknown', {
        detail: 'root alone may see whether it is on',
        effect: 'Were it off, the kernel would register no scheduler',
        nextStep: 'It is on unless somebody switched it off; this shows it:',
        command: asRoot(examined, 'sysctl net.core.bpf_jit_enable'),
      });
}

function bpftoolCheck(examined: Examination): Found {
  const { facts, more } = examined;
  const lack = lackOf(facts, 'no-bpftool');
  if (lack === null) {
    const libbpf = more.libbpf === null ? null : `libbpf ${more.libbpf}`;
    const parts = [more.tools.get('bpftool'), facts.bpftool, libbpf];
    return fine(BPFTOOL, parts.filter((part) => typeof part === 'string').join(', '));
  }
  const system = systemOf(examined);
  const known = installCommand('bpftool', system) !== null;
  return faulty(BPFTOOL, 'missing', {
    ...lack,
    effect: 'Nothing can be built for this kernel, verified or loaded there',
    ...(known ? installStep('bpftool', system) : {}),
  });
}

function bpffsCheck(examined: Examination): Found {
  const { facts, more } = examined;
  if (lackOf(facts, 'no-bpffs') !== null) {
    return faulty(BPFFS, 'missing', {
      detail: 'nothing is mounted at /sys/fs/bpf',
      effect: NO_VERIFY,
      nextStep: 'Mount it; systemd does so at boot:',
      command: asRoot(examined, 'mount -t bpf bpf /sys/fs/bpf'),
    });
  }
  const isReadOnly = /^ro\b/.test(more.bpffsOptions ?? '');
  if (isReadOnly || (isRootFree(examined) && !more.bpffsWritable)) {
    return faulty(BPFFS, 'missing', {
      detail: isReadOnly ? 'mounted read-only' : 'root may not write to it (a container?)',
      effect: NO_VERIFY,
      nextStep: isReadOnly ? 'Make it writable:' : 'Check outside of the container.',
      command: isReadOnly ? asRoot(examined, 'mount -o remount,rw /sys/fs/bpf') : null,
    });
  }
  return fine(BPFFS, more.bpffsWritable ? '/sys/fs/bpf, writable' : '/sys/fs/bpf, for root');
}

/** Kernel lockdown, where there is one (security/lockdown/lockdown.c, Linux 6.12). */
function lockdownCheck({ more }: Examination): Found[] {
  if (more.lockdown === null) return [];
  if (more.lockdown !== 'confidentiality') return [fine(LOCKDOWN, more.lockdown)];
  return [
    faulty(LOCKDOWN, 'warning', {
      detail: more.lockdown,
      effect: 'Programs may not read kernel memory by bpf_probe_read_kernel()',
      nextStep: 'Boot with lockdown=integrity, or read through typed pointers.',
    }),
  ];
}
