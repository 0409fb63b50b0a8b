/** Every kernel that labs run, and the ways to ask for one. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inLab, labsIn, sftpVersion } from './lab-machines';
import { CACHE, valueOf } from './lab-target';

const { labs, said } = labsIn(CACHE);
afterAll(() => labs.dispose());

/** One line each. */
const FACTS = [
  'uname -r',
  'id -u',
  'hostname',
  'cat /sys/kernel/sched_ext/state',
  'cat /proc/sys/kernel/sysrq',
  'grep -c sched_ext_ops /sys/kernel/btf/vmlinux',
  'bpftool version | head -n 1',
];
const MOUNTS = [
  ...['/sys/fs/bpf', '/sys/kernel/debug', '/sys/kernel/tracing', '/sys/fs/cgroup'],
  ...['/dev/pts', '/tmp'],
];

describe.each(['6.12', '6.16', '6.18', 'newest'])('the lab %s', (name) => {
  it('is what schedulers, bpftool and people need', async ({ skip }) => {
    const booted = await labs.boot(name, { fresh: true });
    if (booted.kind === 'problem' && booted.problem.code === 'lab-kernel-gone') {
      skip(booted.problem.message);
    }
    const lab = valueOf(booted);
    if (name !== 'newest') expect(lab.kernel).toContain(`${name}.`);
    expect(said).toContain(`Booting lab kernel ${lab.kernel}`);
    const [release, uid, hostname, state, sysrq, btf, bpftool] = (
      await inLab(lab, FACTS.join('; '))
    ).split('\n');
    expect({ release, uid, hostname, state, sysrq }).toEqual({
      release: lab.kernel,
      uid: '0',
      hostname: 'scx-lab',
      state: 'disabled',
      sysrq: '1',
    });
    expect(Number(btf)).toBeGreaterThan(0);
    expect(bpftool).toContain('bpftool v7.5');
    const mounts = await inLab(lab, 'mount');
    for (const place of MOUNTS) expect(mounts).toContain(` ${place} `);
    expect(await sftpVersion(lab)).toBe(3);
    await lab.stop();
  });
});

describe('a kernel image that the user names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scx own kernel '));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const image = join(folder, 'bzImage');

  it('without a network driver says so', async () => {
    const kernel = valueOf(await labs.install('6.18'));
    copyFileSync(kernel.image, image);
    const outcome = await labs.boot(image);
    expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'lab-no-network' } });
    expect(JSON.stringify(outcome)).toContain('no virtio_net built in');
  });

  it('that is no kernel says so', async () => {
    mkdirSync(join(folder, 'not-a-file'));
    expect(await labs.boot(join(folder, 'not-a-file'))).toMatchObject({
      kind: 'problem',
      problem: { code: 'lab-bad-image' },
    });
  });

  it('with its driver built in boots where it is', async () => {
    const kernel = valueOf(await labs.install('6.12'));
    copyFileSync(kernel.image, image);
    const lab = valueOf(await labs.boot(image));
    expect(await inLab(lab, 'uname -r')).toBe(`${kernel.release}\n`);
    await lab.stop();
  });
});

describe('kernels', () => {
  it('lists the newest of every minor, newest first, and says what is here', async () => {
    const kernels = valueOf(await labs.kernels());
    const names = kernels.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('6.12');
    expect(kernels.find(({ name }) => name === '6.18')).toMatchObject({
      source: 'package',
      cached: true,
    });
  });

  it('names what there is when a minor is gone', async () => {
    expect(await labs.boot('6.13')).toMatchObject({
      kind: 'problem',
      problem: { kind: 'target', code: 'lab-kernel-gone' },
    });
  });

  it('says what a kernel can be called when the name is none', async () => {
    expect(await labs.boot('latest')).toMatchObject({
      kind: 'problem',
      problem: { kind: 'usage', code: 'lab-unknown-kernel' },
    });
  });
});
