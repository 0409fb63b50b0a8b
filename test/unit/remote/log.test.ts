/** remote/log.sh as real shells and awks run it, over a pipe in the place of /dev/kmsg. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REMOTE_SCRIPT_TEXTS } from '../../../extension/remote';

const TEXT = 'sched_ext: BPF ';
const ENABLED = '6,2,20,-;sched_ext: BPF scheduler "a\\x22" enabled';
const DISABLED = '6,4,40,-;sched_ext: BPF scheduler "b" disabled (runtime error)';
const NOISE = ['6,1,10,-;eth0: link is up', ' SUBSYSTEM=net', '6,3,30,-;sched_ext: b: why'];
const COMES_WITHIN = { timeout: 4000 };

const isThere = ([program = '']: readonly string[]) =>
  spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'ash']].filter(isThere);
const AWKS = [['mawk'], ['gawk'], ['busybox', 'awk']].filter(isThere);
const BOTH = SHELLS.flatMap((shell) =>
  AWKS.map((awk) => ({ shell, awk, name: `${shell.join(' ')} and ${awk.join(' ')}` })),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scx-log-'));
  standIn('dmesg', 'echo "[    1.000000] $(basename "$0") says"');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function standIn(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** `kmsg` is opened by who writes to it, and so is no file until then. */
function start({ shell, awk }: (typeof BOTH)[number], ...args: string[]) {
  standIn('awk', `exec ${awk.join(' ')} "$@"`);
  const script = REMOTE_SCRIPT_TEXTS.log.replaceAll('/dev/kmsg', join(folder, 'kmsg'));
  const [program = '', ...options] = shell;
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  const child = spawn(program, [...options, '-c', script, 'sh', ...args], { env });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  // When all that it started has let go of its output, too.
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const records = () => text.split('\n').filter((line) => /^(\d| |dmesg|refused)/.test(line));
  const end = () => {
    child.stdin.end();
    return closed;
  };
  return { records, end, closed };
}

function openKmsg() {
  const path = join(folder, 'kmsg');
  execFileSync('mkfifo', [path]);
  let file = openSync(path, 'r+');
  const write = (...lines: string[]) => {
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  };
  const breakReads = async () => {
    closeSync(file);
    await new Promise((resolve) => setTimeout(resolve, 200));
    file = openSync(path, 'r+');
  };
  return {
    write,
    breakReads,
    close: () => {
      closeSync(file);
    },
  };
}

describe.each(BOTH)('by $name', (tools) => {
  it('passes on what has the text as it comes, and leaves nothing behind', async () => {
    const kmsg = openKmsg();
    const log = start(tools, 'only', TEXT);
    kmsg.write(...NOISE, ENABLED);
    await expect.poll(log.records, COMES_WITHIN).toEqual([ENABLED]);
    kmsg.write(...NOISE);
    kmsg.write(DISABLED);
    await expect.poll(log.records, COMES_WITHIN).toEqual([ENABLED, DISABLED]);
    await kmsg.breakReads();
    kmsg.write(DISABLED);
    await expect.poll(log.records, COMES_WITHIN).toEqual([ENABLED, DISABLED, DISABLED]);
    expect(await log.end()).toBe(0);
    kmsg.close();
  });

  it('passes on all when it is asked for none, and leaves nothing behind', async () => {
    const kmsg = openKmsg();
    const log = start(tools, 'its own text'); // As a script that is sent without arguments has it.
    kmsg.write(...NOISE, ENABLED);
    await expect.poll(log.records, COMES_WITHIN).toEqual([...NOISE, ENABLED]);
    expect(await log.end()).toBe(0);
    kmsg.close();
  });

  it('passes on what dmesg has of it where nothing else can be read', async () => {
    const disabled = '[    4.000000] sched_ext: BPF scheduler "b" disabled (runtime error)';
    standIn('dmesg', `echo '[    3.000000] eth0: link is up'; echo '${disabled}'`);
    const log = start(tools, 'only', TEXT);
    await expect.poll(log.records, COMES_WITHIN).toEqual([`dmesg ${disabled}`]);
    expect(await log.end()).toBe(0);
  });

  it('says that it is refused, and ends', async () => {
    standIn('dmesg', 'echo "dmesg: Operation not permitted" >&2; exit 1');
    const log = start(tools, 'only', TEXT);
    expect(await log.closed).toBe(0);
    expect(log.records()).toEqual(['refused dmesg: Operation not permitted']);
  });
});
