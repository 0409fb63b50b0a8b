/** How a load begins, with stand-ins for the kernel and for bpftool: what a lab can't be made to do each time. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import load from '../../../extension/remote/load.sh';
import scheduler from '../../../extension/remote/lib/scheduler.sh';

const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'ash']].filter(
  ([name = '']) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0,
);
/** What the libraries do on a target; the runner takes a moment to start, as on a busy one. */
const TARGET = `state() { echo disabled; }
enable_seq() { echo 4; }
trace_dumps() { :; }
newest_ops_map() { :; }
note_own_maps() { :; }
unstarved() { :; }
set_priority() { :; }
settle() { :; }
settle_gone() { :; }
put_back() { :; }
post_mortem() { :; }
remove_run() { rm -rf "$1"; }
stat_field() { echo 0; }
make_room() { :; }
`;
const REQUEST = [String('object'.length), '10', 'run-1', 'refuse', 'me@here', '0', '0'];
/** More than a heartbeat, and long enough for all of them to be read. */
const START_S = 0.3;

describe.each(SHELLS)('a load under %s', (shell, ...options) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scx-studio-load-'));
    mkdirSync(join(folder, 'pins'));
    const bpftool = join(folder, 'bpftool');
    writeFileSync(bpftool, '#!/bin/sh\necho refused\nexit 1\n');
    chmodSync(bpftool, 0o755);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is not ended by heartbeats that come before its runner listens', () => {
    const slow = load.replace('work() {', `work() {\n\tsleep ${START_S}`);
    expect(slow).not.toBe(load);
    const [begin = '', run = ''] = slow.split('\nobject=$(mktemp');
    const script = [
      scheduler,
      begin,
      TARGET,
      `pins=${folder}/pins run=$pins/$3`,
      `object=$(mktemp${run}`,
    ];
    const argv = [shell, ...options, '-c', script.join('\n'), 'load', ...REQUEST];
    // The heartbeats at once, and their end only when all is over.
    const client = `{ printf object; yes beat | head -n 20; sleep ${5 * START_S}; } | "$@"`;
    const { stdout } = spawnSync('sh', ['-c', client, 'client', ...argv], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, TMPDIR: folder },
    });
    expect(stdout.split('\n')).toEqual(['tool', 'refused', 'tool-exit 1', 'rejected', 'done', '']);
  });
});
