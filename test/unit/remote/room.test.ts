/** How a scheduler is put back, with stand-ins for the kernel and for systemd: what a lab can't be made to do. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import owner from '../../../extension/remote/lib/owner.sh';
import program from '../../../extension/remote/lib/program.sh';
import relink from '../../../extension/remote/lib/relink.sh';
import room from '../../../extension/remote/lib/room.sh';
import scheduler from '../../../extension/remote/lib/scheduler.sh';

const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'ash']].filter(
  ([name = '']) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0,
);
/** The kernel as the libraries see it: a file says its state. */
const KERNEL = `state() { cat "$kernel/state"; }
enable_seq() { cat "$kernel/enable_seq"; }
active_ops() { [ "$(state)" = enabled ] && cat "$kernel/ops"; }
set_priority() { :; }
sleep() { :; }
`;

describe.each(SHELLS)('putting back under %s', (shell, ...options) => {
  let folder: string;
  let run: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scx-studio-room-'));
    run = join(folder, 'run-1');
    mkdirSync(run);
    for (const [name, text] of Object.entries({ state: 'disabled', enable_seq: '4', ops: 'rusty' }))
      writeFileSync(join(folder, name), text);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const putBack = (command = `put_back ${run}`) =>
    execFileSync(
      shell,
      [
        ...options,
        '-c',
        scheduler + program + owner + relink + room + KERNEL + command + '\nexit 0',
      ],
      {
        encoding: 'utf8',
        env: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, kernel: folder },
      },
    );
  const systemctl = (script: string) => {
    writeFileSync(join(folder, 'systemctl'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'systemctl'), 0o755);
  };
  const note = (text: string) => {
    symlinkSync(text, join(run, 'back'));
  };

  it('says that the kernel runs it again, and leaves nothing', () => {
    systemctl('[ "$*" = "start -- scx.service" ] && printf enabled >"$kernel/state"');
    note('service rusty scx.service');
    expect(putBack()).toBe('put-back rusty\n');
    expect(readdirSync(folder)).not.toContain('run-1');
  });

  it('is done by one of those who end the run at once', () => {
    systemctl('echo x >>"$kernel/started"; printf enabled >"$kernel/state"');
    note('service rusty scx.service');
    const both = putBack(`put_back ${run} & put_back ${run}; wait; cat ${folder}/started`);
    expect(both.split('\n').sort()).toEqual(['', 'put-back rusty', 'x']);
  });

  it("says a service's own words when it does not start", () => {
    systemctl('echo "Failed to start scx.service: Unit not found." >&2; exit 5');
    note('service rusty scx.service');
    expect(putBack()).toMatch(
      /^put-back-failed rusty Failed to start scx\.service: Unit not found\. ?\n$/,
    );
  });

  it('does not wait for a service that failed', () => {
    systemctl('case $1 in is-active) echo failed ;; esac');
    note('service rusty scx.service');
    expect(putBack()).toBe('put-back-failed rusty the kernel does not run it\n');
  });

  it('does not push out what somebody else has loaded meanwhile', () => {
    systemctl('echo x >"$kernel/started"');
    writeFileSync(join(folder, 'state'), 'enabled');
    writeFileSync(join(folder, 'ops'), 'lavd');
    note('service rusty scx.service');
    expect(putBack()).toMatch(/^put-back-failed rusty the scheduler lavd runs there now ?\n$/);
    expect(readdirSync(folder)).not.toContain('started');
  });

  it('is not done after an emergency stop', () => {
    note('service rusty scx.service');
    symlinkSync('emergency', join(run, 'stopped'));
    expect(putBack()).toMatch(/^put-back-failed rusty the emergency stop ended the run ?\n$/);
    expect(readdirSync(folder)).not.toContain('run-1');
  });

  it('says nothing where nothing was replaced', () => {
    expect(putBack()).toBe('');
  });
});
