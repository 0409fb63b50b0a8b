/** What remote/lib finds out from tools whose words differ by version; stand-ins say them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import owner from '../../../extension/remote/lib/owner.sh';
import relink from '../../../extension/remote/lib/relink.sh';
import scheduler from '../../../extension/remote/lib/scheduler.sh';

const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'ash']].filter(
  ([program = '']) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scx-studio-owner-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.each(SHELLS)('under %s', (program, ...options) => {
  const run = (command: string) =>
    execFileSync(program, [...options, '-c', `${scheduler}${owner}${relink}\n${command}`], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    }).trim();
  const standIn = (name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const bpftool = (structOps: string, links: string) => {
    standIn(
      'bpftool',
      `case $* in *struct_ops*) echo '${structOps}' ;; *) echo '${links}' ;; esac`,
    );
  };

  it('finds the newest link of a scheduler among other struct_ops', () => {
    bpftool(
      '[{"id":3,"name":"tcp","kernel_struct_ops":"tcp_congestion_ops"},{"id":4,"name":"old_ops","kernel_struct_ops":"sched_ext_ops"},{"id":12,"name":"good_ops","kernel_struct_ops":"sched_ext_ops"}]',
      '[{"id":1,"type":"tracing","prog_id":12,"pinned":["/sys/fs/bpf/no"]},{"id":2,"type":"struct_ops","prog_id":0,"map_id":4,"pinned":["/sys/fs/bpf/old"]},{"id":11,"type":"struct_ops","prog_id":0,"map_id":12,"pinned":["/sys/fs/bpf/a b/good","/second"],"pids":[{"id":7,"comm":"x"}]},{"id":20,"type":"struct_ops","prog_id":0,"map_id":3}]',
    );
    expect(run('find_link')).toBe('11 12 /sys/fs/bpf/a b/good');
  });

  it('takes the only scheduler for the one of a link whose map bpftool does not say', () => {
    bpftool(
      '[{"id":12,"name":"good_ops","kernel_struct_ops":"sched_ext_ops"}]',
      '[{"id":11,"type":"struct_ops","prog_id":0}]',
    );
    expect(run('find_link')).toBe('11 12 -');
  });

  it('does not know a pin whose name needs escapes', () => {
    bpftool(
      '[{"id":12,"name":"good_ops","kernel_struct_ops":"sched_ext_ops"}]',
      '[{"id":11,"type":"struct_ops","prog_id":0,"map_id":12,"pinned":["/sys/fs/bpf/a\\"b"]}]',
    );
    expect(run('find_link')).toBe('11 12 -');
  });

  it.each(['', 'Error: can not get link by id', '[]'])(
    'knows none where bpftool says %j',
    (text) => {
      bpftool(text, text);
      expect(run('find_link')).toBe('- - -');
    },
  );

  it.each([
    ['running Rusty in Auto mode', 'rusty --mode=auto'],
    ['running P2DQ in LowLatency mode', 'p2dq --mode=lowlatency'],
    ['running Bpfland with arguments "-k -c 0"', 'bpfland --args=-k,-c,0'],
    ['running scx_rusty in Gaming mode', 'scx_rusty --mode=gaming'],
    ['no scx scheduler running', ''],
    ['running Rusty; rm -rf / in Auto mode', ''],
  ])('reads "%s" of scxctl', (line, choice) => {
    standIn('scxctl', `cat <<'END'\n${line}\nEND`);
    expect(run('loader_choice')).toBe(choice);
  });
});

describe('the calls of bpf(2)', () => {
  const relinked = (only: string) => {
    const command = `${relink}\ninterpreter() { echo ${only}; }\nrelink /sys/fs/bpf/scx-none/map /sys/fs/bpf/scx-none/pin`;
    return spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  };
  const isThere = (program: string) =>
    spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

  /** The kernel answers them; what it says depends on who asks. */
  it.each(['perl', 'python3'].filter(isThere))(
    'are understood by the kernel from %s',
    (program) => {
      const { status, stdout } = relinked(program);
      expect(status).not.toBe(0);
      expect(stdout).toMatch(/^(No such file or directory|Operation not permitted)\n$/);
    },
  );

  it('are not made without an interpreter', () => {
    expect(relinked('')).toMatchObject({
      status: 1,
      stdout: 'there is neither perl nor python3\n',
    });
  });
});
