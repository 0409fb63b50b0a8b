import { describe, expect, it } from 'vitest';
import type { Check } from '../../../extension/workflows/doctor';
import { failed } from '../../../extension/core/findings/problem';
import { createFakeTools } from '../../fakes/fake-tools';
import { doctorLines } from '../workflows/doctor/doctor-lines';
import { factsWith, scxStudio } from './command-line';

const TOOLS = {
  clang: '/usr/bin/clang',
  'llvm-strip': '/usr/bin/llvm-strip',
  ssh: '/usr/bin/ssh',
  'qemu-system-x86_64': '/usr/bin/qemu-system-x86_64',
  bpftool: '/usr/sbin/bpftool',
};
const ANSWERS = [
  ['--version', { stdout: 'clang version 19.1.7\n' }],
  ['--print-targets', { stdout: '    bpf - BPF (host endian)\n' }],
  ['-V', { stderr: 'OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.20\n' }],
] as const;
const workingTools = (programs: Partial<typeof TOOLS> = TOOLS) =>
  createFakeTools(
    programs,
    ({ argv }) =>
      ANSWERS.find(([asked]) => argv.includes(asked))?.[1] ?? {
        stdout: '-: /usr/include/bpf/bpf_helpers.h\n',
      },
  );

/** A target that has all, but for these lines of its facts. */
const target = (...changed: readonly string[]) => ({
  doctor: {
    lines: [...doctorLines(`clock ${(Date.now() / 1000).toFixed(3)}`), ...factsWith(...changed)],
  },
});

const notOk = (said: Awaited<ReturnType<typeof scxStudio>>) =>
  (said.json() as { checks: Check[] }).checks
    .filter(({ status }) => status !== 'ok')
    // Whether labs are fast is up to the machine that runs this test.
    .filter(({ code }) => code !== 'kvm')
    .map(({ where, name, status }) => `${where} ${name} ${status}`);

describe('doctor', () => {
  it('finds everything in place', async () => {
    const said = await scxStudio(['doctor', '--target', 'vm'], {
      tools: workingTools(),
      answers: target(),
    });
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(said.stdout).toMatch(/^ {2}ok +clang 16 or later +\/usr\/bin\/clang, version 19, /m);
    expect(said.stdout).toMatch(/^ {2}ok +kernel +6\.18\.15-cloud$/m);
  });

  it('looks at this machine alone where there is no target', async () => {
    const said = await scxStudio(['doctor', '--json'], { tools: workingTools() });
    expect(said.status).toBe(0);
    expect(notOk(said)).toEqual(['target connection warning']);
  });

  it('says that the named target is out of reach', async () => {
    const connect = () =>
      failed({ kind: 'target', code: 'x', message: 'No.', nextStep: 'Ask.', detail: '' });
    const said = await scxStudio(['doctor', '--json', '--target', 'vm'], {
      tools: workingTools(),
      connect,
    });
    expect(said.status).toBe(3);
    expect(notOk(said)).toEqual(['target connection missing']);
  });

  it('names every tool that is missing, and the command that installs it', async () => {
    const said = await scxStudio(['doctor', '--target', 'vm'], {
      tools: createFakeTools({}),
      answers: target(),
    });
    expect(said.status).toBe(3);
    expect(said.stdout).toMatch(/missing +clang 16 or later +no clang of version 16/);
    expect(said.stdout).toMatch(/missing +ssh/);
    expect(said.stdout).toMatch(/warning +QEMU/);
    expect(said.stdout.match(/Install/g)).toHaveLength(4);
  });

  it('names everything that the target lacks', async () => {
    const answers = target(
      'hasBtf ',
      'hasSchedExt ',
      'hasBpffs ',
      'bpftool ',
      'privilege none',
      'activeOps rusty',
      'freeKilobytes 100',
    );
    const said = await scxStudio(['doctor', '--json', '--target', 'vm'], {
      tools: workingTools(),
      answers,
    });
    expect(said.status).toBe(3);
    expect(notOk(said)).toEqual([
      'target sched_ext missing',
      'target BTF missing',
      'target bpftool missing',
      'target BPF file system missing',
      'target privilege missing',
      'target scheduler warning',
      'target room for objects missing',
    ]);
  });
});
