/**
 * What the verifier's script leaves bpftool of root's rights, by each way that a target may have. It needs root and
 * no lab: a stand-in for bpftool says what it may do.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REMOTE_SCRIPT_TEXTS } from '../../extension/remote';

const SHELLS: (readonly [string, ...string[]])[] = [
  ['dash'],
  ['bash', '--posix'],
  ['busybox', 'ash'],
];
const NEEDED = ['sh', 'dash', 'bash', 'busybox', 'head', 'grep', 'rm', 'uname'];
/** Bits 38 and 39: CAP_PERFMON, CAP_BPF (include/uapi/linux/capability.h). */
const LEAST = '000000c000000000';

describe.each(SHELLS)('under %s, a verifier that root runs', (shell, ...options) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scx rights '));
    for (const name of NEEDED) have(name);
    const bpftool = join(folder, 'bpftool');
    writeFileSync(bpftool, '#!/bin/sh\nexec grep -E "^Cap(Prm|Eff|Bnd)" /proc/self/status\n');
    chmodSync(bpftool, 0o755);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** The system's own: what stands before it on PATH may be a script that needs more. */
  const have = (name: string) => {
    const places = ['/usr/bin', '/bin'].map((place) => join(place, name));
    symlinkSync(places.find((place) => existsSync(place)) ?? name, join(folder, name));
  };
  /** The rights by name; `setpriv` is where the script looks for it. */
  const rights = async (setpriv: string, detail = 'least') => {
    const script = REMOTE_SCRIPT_TEXTS.verify.replace('=/usr/bin/setpriv', `=${setpriv}`);
    const argv = [...options, '-c', script, 'sh', 'brief', '20', detail, 'x-1'];
    // SHLVL: bash takes a socket for that of an sshd, and would read .bashrc first.
    const env = { PATH: folder, TMPDIR: folder, SHLVL: '1' };
    const child = spawn(join(folder, shell), argv, { env });
    child.stdin.write('5\n12345');
    const said = await text(child.stdout);
    child.stdin.end();
    const bitsOf = (name: string) => new RegExp(`^${name}:\\s*(\\w+)$`, 'm').exec(said)?.[1];
    return { CapPrm: bitsOf('CapPrm'), CapEff: bitsOf('CapEff'), CapBnd: bitsOf('CapBnd') };
  };
  const own = () => {
    const status = spawnSync('grep', ['^CapBnd', '/proc/self/status'], { encoding: 'utf8' });
    return status.stdout.replace('CapBnd:', '').trim();
  };

  it.each(['setpriv', 'perl', 'python3'])('has no more than it needs by %s', async (way) => {
    if (way !== 'setpriv') have(way);
    const least = { CapPrm: LEAST, CapEff: LEAST, CapBnd: LEAST };
    expect(await rights(way === 'setpriv' ? '/usr/bin/setpriv' : '/nowhere')).toEqual(least);
  });

  it('stays root where there is none of them, and where all is asked for', async () => {
    expect((await rights('/nowhere')).CapBnd).toBe(own());
    expect((await rights('/usr/bin/setpriv', 'all')).CapBnd).toBe(own());
  });

  it('stays root where what is there can not do it', async () => {
    writeFileSync(join(folder, 'perl'), '#!/bin/sh\nexit 1\n');
    chmodSync(join(folder, 'perl'), 0o755);
    expect((await rights('/nowhere')).CapBnd).toBe(own());
  });
});
