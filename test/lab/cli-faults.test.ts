import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCommandLine, type CommandLine } from './command-line';
import { until } from './lab-target';
import { GOOD, INIT_FAILS, REPORTS_ERROR, STALLS } from './schedulers';

describe('bad input from a terminal', () => {
  let scx: CommandLine;
  let good = '';
  beforeAll(async () => {
    scx = await openCommandLine('newest');
    good = scx.write('good.bpf.c', GOOD);
  });
  afterAll(() => scx.close());

  const stateOf = async () => (await scx.shell('cat /sys/kernel/sched_ext/state')).trim();

  it.each([
    ['init fails', INIT_FAILS, 'run/init-failed'],
    ['stalls', STALLS, 'run/stall'],
    ['reports error', REPORTS_ERROR, 'run/bpf-error'],
  ])('a scheduler that %s', async (name, text, code) => {
    const source = scx.write(`${name}.bpf.c`, text);
    const said = await scx.run(['load', source, '--for', '30']);
    expect(said).toMatchObject({ status: 1, stderr: '' });
    expect(said.stdout).toContain(`[${code}]`);
    expect(said.stdout).toMatch(/error: .*\n(.*\n)* {4}\| sched_ext: /);
    await until(stateOf, (state) => state === 'disabled');
  });

  it('an empty file, a folder without a scheduler, a file that is not there', async () => {
    const empty = await scx.run(['verify', scx.write('empty.bpf.c', '\n')]);
    expect(empty.status).toBe(1);
    expect(empty.stdout).toContain('[build/empty-source]');
    mkdirSync(join(scx.folder, 'nothing'));
    for (const name of ['nothing', 'none.bpf.c']) {
      expect(await scx.run(['verify', name])).toMatchObject({ status: 2, stdout: '' });
    }
  });

  /** Each takes one thing away from the target and gives it back. */
  const MISSING = [
    ['no bpftool', 'mv $(command -v bpftool) /bt', 'mv /bt /usr/sbin/bpftool', 'no bpftool'],
    ['no BTF', 'mount -t tmpfs none /sys/kernel/btf', 'umount /sys/kernel/btf', 'no BTF'],
    [
      'no sched_ext',
      `mkdir /keep && mount -o bind /sys/kernel /keep && mount -t tmpfs none /sys/kernel &&
        mkdir /sys/kernel/btf && mount -o bind /keep/btf /sys/kernel/btf &&
        cp /keep/notes /sys/kernel/notes`,
      'umount /sys/kernel/btf; umount /sys/kernel; umount /keep; rmdir /keep',
      'no sched_ext',
    ],
    ['no bpffs', 'umount /sys/fs/bpf', 'mount -t bpf bpf /sys/fs/bpf', 'BPF file system'],
    ['a full disk', 'mount -t tmpfs -o size=16k none /tmp', 'umount /tmp', 'took no file'],
  ] as const;

  it.each(MISSING)('%s on the target', async (_name, take, giveBack, cause) => {
    expect((await scx.run(['build', good])).status).toBe(0); // vmlinux.h is there already.
    await scx.shell(take);
    try {
      for (const command of ['verify', 'load']) {
        const said = await scx.run([command, good]);
        expect(said).toMatchObject({ status: 3, stdout: '' });
        expect(said.stderr).toContain(cause);
      }
    } finally {
      await scx.shell(giveBack);
    }
    expect((await scx.run(['doctor'])).status).toBe(0);
  });

  it('a target that takes longer for a load than from one heartbeat to the next', async () => {
    await scx.shell(
      'mv $(command -v bpftool) /bt; printf "#!/bin/sh\\nsleep 6\\nexec /bt \\"\\$@\\"\\n" >/usr/sbin/bpftool; chmod +x /usr/sbin/bpftool',
    );
    try {
      const said = await scx.run(['load', good, '--for', '1', '--json']);
      expect(said.status, said.stdout).toBe(0);
    } finally {
      await scx.shell('mv /bt /usr/sbin/bpftool');
    }
  });

  it('a clang that is missing, and one that is too old', async () => {
    const missing = await scx.run(['build', good, '--clang', '/nowhere/clang']);
    expect(missing.status).toBe(3);
    expect(missing.stderr).toContain('there is no clang at /nowhere/clang');
    const old = scx.write('old-clang', '#!/bin/sh\necho "clang version 14.0.6"\n');
    chmodSync(old, 0o755);
    const tooOld = await scx.run(['build', good, '--clang', old]);
    expect(tooOld.status).toBe(3);
    expect(tooOld.stderr).toContain('version 14');
  });

  /** ssh as a user has it whose config names the lab, with one thing wrong. */
  const withConfig = (lines: readonly string[]) => {
    const bin = join(scx.folder, 'bin');
    const config = join(scx.folder, 'ssh_config');
    mkdirSync(bin, { recursive: true });
    writeFileSync(config, ['Host vm', ...lines].join('\n  ') + '\n');
    const script = `#!/bin/sh\nexec /usr/bin/ssh -F "${config}" "$@"\n`;
    writeFileSync(join(bin, 'ssh'), script, { mode: 0o755 });
    return { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  };
  /** How ssh itself understands the command line that reaches the lab. */
  const labConfig = () => {
    const [program, ...args] = scx.ssh;
    const resolved = execFileSync(program, ['-G', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const value = (name: string) =>
      new RegExp(`^${name} "?(.*?)"?$`, 'm').exec(resolved)?.[1] ?? '';
    return {
      port: value('port'),
      place: ['HostName 127.0.0.1', `Port ${value('port')}`, 'User root'],
      key: `IdentityFile "${value('identityfile')}"`,
      known: `UserKnownHostsFile "${value('userknownhostsfile')}"`,
    };
  };

  describe('over ssh', () => {
    it('works with a host of the ssh config', async () => {
      const { place, key, known } = labConfig();
      const said = await scx.run(
        ['verify', good, '--target', 'vm'],
        withConfig([...place, key, known]),
      );
      expect(said).toMatchObject({ status: 0, stderr: '' });
    });

    it.each([
      ['refuses the key', 'refused every key'],
      ['has a host key that nobody knows', 'is not known on this machine'],
      ['has another host key than before', 'is not the one in your known_hosts file'],
      ['does not listen', 'nothing listens for ssh there'],
    ])('a target that %s', async (name, cause) => {
      const { port, place, key, known } = labConfig();
      const otherKey = 'AAAAC3NzaC1lZDI1NTE5AAAAIJ1m0u2W0q3q2m3b0y7m6k1d8f9a2s3d4f5g6h7j8k9l';
      const changed = scx.write('changed', `[127.0.0.1]:${port} ssh-ed25519 ${otherKey}\n`);
      const configs: Record<string, readonly string[]> = {
        'refuses the key': [...place, 'IdentityFile /dev/null', 'IdentityAgent none', known],
        'has a host key that nobody knows': [...place, key, 'UserKnownHostsFile /dev/null'],
        'has another host key than before': [...place, key, `UserKnownHostsFile "${changed}"`],
        'does not listen': ['HostName 127.0.0.1', 'Port 1', key, known],
      };
      const said = await scx.run(['status', '--target', 'vm'], withConfig(configs[name]!));
      expect(said).toMatchObject({ status: 3, stdout: '' });
      expect(said.stderr).toContain(cause);
    });
  });

  it('a target user who is not root and may not become it', async () => {
    await scx.shell(
      [
        "echo 'plain:x:1000:1000::/home/plain:/bin/sh' >>/etc/passwd",
        "echo 'plain:*:1:0:99999:7:::' >>/etc/shadow",
        'mkdir -p /home/plain/.ssh',
        'cp /root/.ssh/authorized_keys /home/plain/.ssh/',
        'chown -R 1000:1000 /home/plain && chmod -R go= /home/plain',
      ].join(' && '),
    );
    const { place, key, known } = labConfig();
    const plain = place.map((line) => line.replace('User root', 'User plain'));
    const env = withConfig([...plain, key, known]);
    for (const step of ['verify', 'load']) {
      const said = await scx.run([step, good, '--target', 'vm'], env);
      expect(said).toMatchObject({ status: 3, stdout: '' });
      expect(said.stderr).toContain(`Could not ${step} on vm: the user is not root`);
      expect(said.stderr).toContain('Connect as root');
    }
    const seen = await scx.run(['status', '--target', 'vm', '--json'], env);
    expect(JSON.parse(seen.stdout)).toMatchObject({ state: 'disabled' });
  });

  it('a target that dies while a scheduler runs', async () => {
    const load = scx.start(['load', good]);
    await until(stateOf, (state) => state === 'enabled', 60);
    await scx.shell('(sleep 0.2; echo c >/proc/sysrq-trigger) >/dev/null 2>&1 </dev/null &');
    const said = await load.end;
    expect(said.status).toBe(3);
    expect(said.stderr).toMatch(/^scx-studio: The lab .* died: .*panic/);
    // The last lines of the trace; how far back they reach depends on what was interrupted.
    expect(said.stderr).toMatch(/^ {4}\| .*do_syscall_64/m);
  });
});
