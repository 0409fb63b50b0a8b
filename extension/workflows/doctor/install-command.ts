/** The machine that something has to be installed on. */
export interface System {
  readonly platform: string;
  /** Text of /etc/os-release, null where there is none. */
  readonly osRelease: string | null;
  readonly isRoot: boolean;
}

type PackageManager = 'apt' | 'dnf' | 'pacman' | 'zypper' | 'brew';
export type Package = 'clang' | 'libbpf headers' | 'ssh' | 'qemu';

const INSTALL: Readonly<Record<PackageManager, string>> = {
  apt: 'apt install',
  dnf: 'dnf install',
  pacman: 'pacman -S',
  zypper: 'zypper install',
  brew: 'brew install',
};

/** What the systems call them; Debian 12's plain `clang` is 14, which is too old. */
const PACKAGES: Readonly<Record<Package, Readonly<Record<PackageManager, string | null>>>> = {
  clang: {
    apt: 'clang-19 llvm-19',
    dnf: 'clang llvm',
    pacman: 'clang llvm',
    zypper: 'clang llvm',
    brew: 'llvm',
  },
  'libbpf headers': {
    apt: 'libbpf-dev',
    dnf: 'libbpf-devel',
    pacman: 'libbpf',
    zypper: 'libbpf-devel',
    brew: null,
  },
  ssh: {
    apt: 'openssh-client',
    dnf: 'openssh-clients',
    pacman: 'openssh',
    zypper: 'openssh-clients',
    brew: 'openssh',
  },
  qemu: {
    apt: 'qemu-system-x86',
    dnf: 'qemu-system-x86',
    pacman: 'qemu-system-x86',
    zypper: 'qemu-x86',
    brew: 'qemu',
  },
};

/** ID and ID_LIKE of os-release(5). */
const FAMILIES: readonly (readonly [RegExp, PackageManager])[] = [
  [/^(debian|ubuntu)$/, 'apt'],
  [/^(fedora|rhel|centos)$/, 'dnf'],
  [/^(arch|cachyos)$/, 'pacman'],
  [/^(suse|opensuse.*|sles)$/, 'zypper'],
];

/** The sentence that installs `wanted` on `system`. */
export function installStep(wanted: Package, system: System): string {
  const manager = packageManager(system);
  const names = manager === null ? null : PACKAGES[wanted][manager];
  if (manager === null || names === null) {
    return `Install ${wanted} with this system's package manager; on Debian it is: apt install ${PACKAGES[wanted].apt ?? wanted}`;
  }
  const sudo = system.isRoot || manager === 'brew' ? '' : 'sudo ';
  return `Install it: ${sudo}${INSTALL[manager]} ${names}`;
}

function packageManager({ platform, osRelease }: System): PackageManager | null {
  if (platform === 'darwin') return 'brew';
  const ids = [...(osRelease ?? '').matchAll(/^ID(?:_LIKE)?=(.*)$/gm)]
    .flatMap(([, value = '']) => value.replaceAll(/["']/g, '').split(' '))
    .map((id) => id.trim());
  for (const [pattern, manager] of FAMILIES) {
    if (ids.some((id) => pattern.test(id))) return manager;
  }
  return null;
}
