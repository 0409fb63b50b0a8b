/** The machine that something has to be installed on. */
export interface System {
  /** As Node names it: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** Text of /etc/os-release, null where there is none. */
  readonly osRelease: string | null;
  readonly isRoot: boolean;
}

type PackageManager = 'apt' | 'dnf' | 'pacman' | 'zypper' | 'apk' | 'brew' | 'winget';
export type Package = 'clang' | 'libbpf headers' | 'bpftool' | 'ssh' | 'qemu' | 'util-linux';

const INSTALL: Readonly<Record<PackageManager, string>> = {
  apt: 'apt install',
  dnf: 'dnf install',
  pacman: 'pacman -S',
  zypper: 'zypper install',
  apk: 'apk add',
  brew: 'brew install',
  winget: 'winget install',
};

/** The managers that the user runs without becoming root. */
const OWN: readonly PackageManager[] = ['brew', 'winget'];

type Names = Readonly<Partial<Record<PackageManager, string>>>;

/** What the systems call them; Debian 12's plain `clang` is 14, which is too old. */
const PACKAGES: Readonly<Record<Package, Names>> = {
  clang: {
    apt: 'clang-19 llvm-19',
    dnf: 'clang llvm',
    pacman: 'clang llvm',
    zypper: 'clang llvm',
    apk: 'clang llvm',
    brew: 'llvm',
    winget: 'LLVM.LLVM',
  },
  'libbpf headers': {
    apt: 'libbpf-dev',
    dnf: 'libbpf-devel',
    pacman: 'libbpf',
    zypper: 'libbpf-devel',
    apk: 'libbpf-dev',
  },
  // Arch has it in the package of all BPF tools, Ubuntu in that of its kernel's tools.
  bpftool: { apt: 'bpftool', dnf: 'bpftool', pacman: 'bpf', zypper: 'bpftool', apk: 'bpftool' },
  ssh: {
    apt: 'openssh-client',
    dnf: 'openssh-clients',
    pacman: 'openssh',
    zypper: 'openssh-clients',
    apk: 'openssh-client',
    brew: 'openssh',
  },
  qemu: {
    apt: 'qemu-system-x86',
    dnf: 'qemu-system-x86',
    pacman: 'qemu-system-x86',
    zypper: 'qemu-x86',
    apk: 'qemu-system-x86_64',
  },
  'util-linux': {
    apt: 'util-linux',
    dnf: 'util-linux',
    pacman: 'util-linux',
    zypper: 'util-linux',
    apk: 'util-linux-misc',
  },
};

/** Where a release has it under another name, or only in another suite. */
const EXCEPTIONS: readonly (readonly [Package, RegExp, string])[] = [
  ['bpftool', /^VERSION_CODENAME=bookworm$/m, '-t bookworm-backports bpftool'],
  ['bpftool', /^ID=ubuntu$/m, 'linux-tools-common linux-tools-generic'],
];

/** Windows' own OpenSSH is a feature of the system (a PowerShell of the administrator turns it on). */
const WINDOWS_SSH = 'Add-WindowsCapability -Online -Name OpenSSH.Client~~~~0.0.1.0';

/** ID and ID_LIKE of os-release(5). */
const FAMILIES: readonly (readonly [RegExp, PackageManager])[] = [
  [/^(debian|ubuntu)$/, 'apt'],
  [/^(fedora|rhel|centos)$/, 'dnf'],
  [/^(arch|cachyos)$/, 'pacman'],
  [/^(suse|opensuse.*|sles)$/, 'zypper'],
  [/^alpine$/, 'apk'],
];

/** The command that installs `wanted` on `system`; null where none is known. */
export function installCommand(wanted: Package, system: System): string | null {
  if (wanted === 'ssh' && system.platform === 'win32') return WINDOWS_SSH;
  const manager = packageManager(system);
  const usual = manager === null ? undefined : PACKAGES[wanted][manager];
  if (manager === null || usual === undefined) return null;
  const [, , other] =
    EXCEPTIONS.find(
      ([name, release]) =>
        name === wanted && manager === 'apt' && release.test(system.osRelease ?? ''),
    ) ?? [];
  const sudo = system.isRoot || OWN.includes(manager) ? '' : 'sudo ';
  return `${sudo}${INSTALL[manager]} ${other ?? usual}`;
}

/** What to do about a missing `wanted`: a sentence, and the command for this very system. */
export function installStep(
  wanted: Package,
  system: System,
): { readonly nextStep: string; readonly command: string | null } {
  const command = installCommand(wanted, system);
  const suite = /-t (\S+)/.exec(command ?? '')?.[1];
  const from = suite === undefined ? '' : ` from ${suite}, which has to be among apt's sources`;
  if (command !== null) return { nextStep: `Install ${wanted}${from}:`, command };
  const debian = `apt install ${PACKAGES[wanted].apt ?? wanted}`;
  return {
    nextStep: `Install ${wanted} with this system's package manager; on Debian it is: ${debian}`,
    command: null,
  };
}

function packageManager({ platform, osRelease }: System): PackageManager | null {
  if (platform === 'darwin') return 'brew';
  if (platform === 'win32') return 'winget';
  const ids = [...(osRelease ?? '').matchAll(/^ID(?:_LIKE)?=(.*)$/gm)]
    .flatMap(([, value = '']) => value.replaceAll(/["']/g, '').split(' '))
    .map((id) => id.trim());
  for (const [pattern, manager] of FAMILIES) {
    if (ids.some((id) => pattern.test(id))) return manager;
  }
  return null;
}

/** `PRETTY_NAME` of os-release(5), null when it is not said. */
export function systemName(osRelease: string | null): string | null {
  return /^PRETTY_NAME=(["']?)(.*)\1$/m.exec(osRelease ?? '')?.[2] ?? null;
}
