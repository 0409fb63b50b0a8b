import { describe, expect, it } from 'vitest';
import type { Check } from '../../../extension/workflows/doctor';
import { failed } from '../../../extension/core/findings/problem';
import { createFakeTools } from '../../fakes/fake-tools';
import { factsWith, scxStudio } from './command-line';

const TOOLS = {
  clang: '/usr/bin/clang',
  'llvm-strip': '/usr/bin/llvm-strip',
  ssh: '/usr/bin/ssh',
  'qemu-system-x86_64': '/usr/bin/qemu-system-x86_64',
};
const workingTools = (programs: Partial<typeof TOOLS> = TOOLS) =>
  createFakeTools(programs, ({ argv }) =>
    argv.includes('--version')
      ? { stdout: 'clang version 19.1.7\n' }
      : { stdout: '-: /usr/include/bpf/bpf_helpers.h\n' },
  );

const notOk = (said: Awaited<ReturnType<typeof scxStudio>>) =>
  (said.json() as { checks: Check[] }).checks
    .filter(({ status }) => status !== 'ok')
    .map(({ where, name, status }) => `${where} ${name} ${status}`);

describe('doctor', () => {
  it('finds everything in place', async () => {
    const said = await scxStudio(['doctor', '--target', 'vm'], { tools: workingTools() });
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(said.stdout).toMatch(/^ {2}ok +clang 16 or later +\/usr\/bin\/clang, version 19$/m);
    expect(said.stdout).toMatch(/^ {2}ok +kernel +6\.18\.15-cloud x86_64$/m);
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
    const said = await scxStudio(['doctor', '--target', 'vm'], { tools: createFakeTools({}) });
    expect(said.status).toBe(3);
    expect(said.stdout).toMatch(/missing +clang 16 or later +no clang of version 16/);
    expect(said.stdout).toMatch(/missing +ssh/);
    expect(said.stdout).toMatch(/warning +qemu/);
    expect(said.stdout.match(/Install/g)).toHaveLength(3);
  });

  it('names everything that the target lacks', async () => {
    const lines = factsWith(
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
      answers: { facts: { lines } },
    });
    expect(said.status).toBe(3);
    expect(notOk(said)).toEqual([
      'target sched_ext missing',
      'target BTF missing',
      'target bpftool missing',
      'target privilege missing',
      'target BPF file system missing',
      'target scheduler warning',
      'target room warning',
    ]);
  });
});
