import { expect, it } from 'vitest';
import { installStep } from '../../../../extension/workflows/doctor/install-command';

const on = (osRelease: string | null, platform = 'linux', isRoot = false) => ({
  platform,
  osRelease,
  isRoot,
});

it.each([
  [on('PRETTY_NAME="Debian"\nID=debian\n'), 'Install it: sudo apt install clang-19 llvm-19'],
  [on('ID=debian\n', 'linux', true), 'Install it: apt install clang-19 llvm-19'],
  [on('ID=linuxmint\nID_LIKE="ubuntu debian"\n'), 'Install it: sudo apt install clang-19 llvm-19'],
  [on('ID=fedora\n'), 'Install it: sudo dnf install clang llvm'],
  [on('ID="rocky"\nID_LIKE="rhel centos fedora"'), 'Install it: sudo dnf install clang llvm'],
  [on('ID=cachyos\nID_LIKE=arch\n'), 'Install it: sudo pacman -S clang llvm'],
  [on("ID='opensuse-tumbleweed'\n"), 'Install it: sudo zypper install clang llvm'],
  [on(null, 'darwin'), 'Install it: brew install llvm'],
])('installs clang on %j', (system, step) => {
  expect(installStep('clang', system)).toBe(step);
});

it.each([on('ID=gentoo\n'), on(null), on(null, 'win32')])('says what is known for %j', (system) => {
  expect(installStep('ssh', system)).toBe(
    "Install ssh with this system's package manager; on Debian it is: apt install openssh-client",
  );
});
