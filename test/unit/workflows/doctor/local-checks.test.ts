import { describe, expect, it } from 'vitest';
import type { Exit } from '../../../../extension/hosts/api';
import { createFiles } from '../../../../extension/hosts/files/files';
import type { Found } from '../../../../extension/workflows/doctor/check';
import { localChecks } from '../../../../extension/workflows/doctor/local/local-checks';
import { createFakeTools } from '../../../fakes/fake-tools';

const PROGRAMS = {
  clang: '/usr/bin/clang',
  'llvm-strip': '/usr/bin/llvm-strip',
  ssh: '/usr/bin/ssh',
  'ssh-add': '/usr/bin/ssh-add',
  'qemu-system-x86_64': '/usr/bin/qemu-system-x86_64',
  bpftool: '/usr/sbin/bpftool',
};
type Answers = Readonly<Record<string, Partial<Exit>>>;
/** By a word of the command line; the first that is in it counts. */
const ANSWERS: Answers = {
  '-l': { stdout: '256 SHA256:abc me@here (ED25519)\n' },
  '--version': { stdout: 'clang version 19.1.7\nQEMU emulator version 7.2.22\n' },
  '--print-targets': { stdout: '    bpf - BPF (host endian)\n' },
  '-V': { stderr: 'OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.20\n' },
  version: { stdout: 'bpftool v7.5.0\n' },
  '-M': { stdout: '-: /usr/include/bpf/bpf_helpers.h\n' },
};

interface Machine {
  readonly programs?: Readonly<Record<string, string>>;
  readonly answers?: Answers;
  readonly platform?: string;
  readonly osRelease?: string;
  /** What labs found out about KVM. */
  readonly accelerator?: string;
}

async function checksOf(machine: Machine): Promise<readonly Found[]> {
  const answers = Object.entries({ ...ANSWERS, ...machine.answers });
  const tools = createFakeTools(
    machine.programs ?? PROGRAMS,
    ({ argv }) => answers.find(([word]) => argv.includes(word))?.[1] ?? {},
  );
  const files = {
    ...createFiles(),
    exists: () => Promise.resolve(true),
    readText: () => Promise.resolve(machine.accelerator ?? null),
  };
  const { platform = 'linux', osRelease = 'ID=debian\n' } = machine;
  const system = { platform, osRelease, isRoot: false };
  return localChecks({ tools, files, cacheDir: '/c' }, system, { name: 'Debian', clang: null });
}

const find = async (code: string, machine: Machine) =>
  (await checksOf(machine)).find((found) => found.code === code);
const without = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(PROGRAMS).filter(([name]) => !names.includes(name)));

describe('this machine', () => {
  it('has all that the loop needs', async () => {
    const checks = await checksOf({});
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(checks.map(({ detail }) => detail)).toEqual([
      'Debian',
      '/usr/bin/clang, version 19, with the BPF back end',
      '/usr/bin/llvm-strip',
      '/usr/include/bpf/bpf_helpers.h',
      '/usr/sbin/bpftool, v7.5.0',
      '/usr/bin/ssh, OpenSSH 9.2p1, one connection a target (ControlMaster)',
      'holds 1 key: me@here (ED25519)',
      '/usr/bin/qemu-system-x86_64, version 7.2.22',
      '/dev/kvm is usable',
    ]);
  });

  it.each<[string, string, Machine, Partial<Found>]>([
    [
      'no clang',
      'clang',
      { programs: without('clang') },
      { status: 'missing', command: 'sudo apt install clang-19 llvm-19' },
    ],
    [
      "Apple's clang",
      'clang',
      { answers: { '--print-targets': { stdout: '    x86 - 32-bit X86\n' } }, platform: 'darwin' },
      {
        status: 'missing',
        detail: '/usr/bin/clang, version 19, cannot compile for BPF',
        command: 'brew install llvm',
      },
    ],
    ['no llvm-strip', 'llvm-strip', { programs: without('llvm-strip') }, { status: 'warning' }],
    ['no headers', 'libbpf-headers', { answers: { '-M': { exitCode: 1 } } }, { status: 'missing' }],
    ['no bpftool', 'bpftool', { programs: without('bpftool') }, { status: 'warning' }],
    [
      'no bpftool, and no use for one',
      'bpftool',
      { programs: without('bpftool'), platform: 'darwin' },
      { status: 'ok' },
    ],
    ['no ssh', 'ssh', { programs: without('ssh') }, { status: 'missing' }],
    [
      'an ssh from before its questions could come to an editor',
      'ssh',
      { answers: { '-V': { stderr: 'OpenSSH_8.3p1, OpenSSL 1.1.1\n' } } },
      { status: 'warning', command: 'sudo apt install openssh-client' },
    ],
    [
      'an ssh that shares no connection',
      'ssh',
      { answers: { '-V': { stderr: 'OpenSSH_for_Windows_9.5p1, LibreSSL\n' } }, platform: 'win32' },
      { status: 'warning', detail: '/usr/bin/ssh, OpenSSH 9.5p1, without ControlMaster' },
    ],
    [
      'an old one, which asks all the same',
      'ssh',
      { answers: { '-V': { stderr: 'OpenSSH_for_Windows_8.1p1, LibreSSL\n' } }, platform: 'win32' },
      { status: 'warning', detail: '/usr/bin/ssh, OpenSSH 8.1p1, without ControlMaster' },
    ],
    ['another ssh', 'ssh', { answers: { '-V': { stderr: 'Dropbear' } } }, { status: 'unknown' }],
    ['no agent', 'ssh-agent', { answers: { '-l': { exitCode: 2 } } }, { status: 'ok' }],
    [
      'an agent without keys',
      'ssh-agent',
      { answers: { '-l': { exitCode: 1 } } },
      { status: 'ok' },
    ],
    ['no QEMU', 'qemu', { programs: without('qemu-system-x86_64') }, { status: 'warning' }],
    ['no Linux', 'qemu', { platform: 'win32' }, { status: 'warning', command: null }],
    [
      'a KVM that may not be used',
      'kvm',
      { answers: { '/dev/kvm': { exitCode: 1 } } },
      { status: 'warning', command: 'sudo usermod -aG kvm "$USER"' },
    ],
    [
      'a KVM that runs no guest',
      'kvm',
      { accelerator: '{\n  "kind": "tcg",\n  "reason": "no such MSR",\n  "key": "q"\n}\n' },
      { status: 'warning', detail: 'it ran no guest: no such MSR' },
    ],
  ])('%s', async (_, code, machine, expected) => {
    expect(await find(code, machine)).toMatchObject(expected);
  });
});
