import { describe, expect, it } from 'vitest';
import {
  installCommand,
  installStep,
  type Package,
} from '../../../../extension/workflows/doctor/install-command';

const on = (osRelease: string | null, platform = 'linux', isRoot = false) => ({
  platform,
  osRelease,
  isRoot,
});
const SYSTEMS = {
  debian: on('PRETTY_NAME="Debian"\nID=debian\nVERSION_CODENAME=trixie\n'),
  bookworm: on('ID=debian\nVERSION_CODENAME=bookworm\n'),
  root: on('ID=debian\n', 'linux', true),
  ubuntu: on('ID=ubuntu\nID_LIKE=debian\n'),
  mint: on('ID=linuxmint\nID_LIKE="ubuntu debian"\n'),
  fedora: on('ID=fedora\n'),
  rocky: on('ID="rocky"\nID_LIKE="rhel centos fedora"'),
  cachyos: on('ID=cachyos\nID_LIKE=arch\n'),
  tumbleweed: on("ID='opensuse-tumbleweed'\nID_LIKE='opensuse suse'\n"),
  alpine: on('ID=alpine\n'),
  mac: on(null, 'darwin'),
  windows: on(null, 'win32'),
};

describe('the command that installs', () => {
  it.each<[Package, keyof typeof SYSTEMS, string | null]>([
    ['clang', 'debian', 'sudo apt install clang-19 llvm-19'],
    ['clang', 'root', 'apt install clang-19 llvm-19'],
    ['clang', 'mint', 'sudo apt install clang-19 llvm-19'],
    ['clang', 'fedora', 'sudo dnf install clang llvm'],
    ['clang', 'rocky', 'sudo dnf install clang llvm'],
    ['clang', 'cachyos', 'sudo pacman -S clang llvm'],
    ['clang', 'tumbleweed', 'sudo zypper install clang llvm'],
    ['clang', 'alpine', 'sudo apk add clang llvm'],
    ['clang', 'mac', 'brew install llvm'],
    ['clang', 'windows', 'winget install LLVM.LLVM'],
    ['libbpf headers', 'debian', 'sudo apt install libbpf-dev'],
    ['libbpf headers', 'fedora', 'sudo dnf install libbpf-devel'],
    ['libbpf headers', 'mac', null],
    ['libbpf headers', 'windows', null],
    ['bpftool', 'debian', 'sudo apt install bpftool'],
    ['bpftool', 'bookworm', 'sudo apt install -t bookworm-backports bpftool'],
    ['bpftool', 'ubuntu', 'sudo apt install linux-tools-common linux-tools-generic'],
    ['bpftool', 'cachyos', 'sudo pacman -S bpf'],
    ['bpftool', 'fedora', 'sudo dnf install bpftool'],
    ['ssh', 'debian', 'sudo apt install openssh-client'],
    ['ssh', 'windows', 'Add-WindowsCapability -Online -Name OpenSSH.Client~~~~0.0.1.0'],
    ['qemu', 'tumbleweed', 'sudo zypper install qemu-x86'],
    ['util-linux', 'alpine', 'sudo apk add util-linux-misc'],
  ])('%s on %s', (wanted, system, command) => {
    expect(installCommand(wanted, SYSTEMS[system])).toBe(command);
  });

  it('says from where, when the usual sources do not have it', () => {
    expect(installStep('bpftool', SYSTEMS.bookworm).nextStep).toBe(
      "Install bpftool from bookworm-backports, which has to be among apt's sources:",
    );
  });

  it.each([on('ID=gentoo\n'), on(null), on('')])('says what is known for %j', (system) => {
    expect(installStep('ssh', system)).toEqual({
      nextStep:
        "Install ssh with this system's package manager; on Debian it is: apt install openssh-client",
      command: null,
    });
  });
});
